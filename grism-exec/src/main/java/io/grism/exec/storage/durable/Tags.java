package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The tags of a database: a file each, so that making one is as atomic as a commit. Thread-safe. */
final class Tags {
    static final String FOLDER = "tags";

    private static final int MAX_NAME = 200;

    private final Folder folder;

    Tags(Folder folder) {
        this.folder = folder;
    }

    /** All tags, with the numbers of their commits. */
    Map<String, Long> all() {
        Map<String, Long> tags = new TreeMap<>();
        for (String name : folder.list(FOLDER)) {
            if (name.endsWith(LocalFolder.TEMPORARY)) {
                continue;
            }
            Decoder in = new Decoder(folder.locationOf(name), FileKind.TAG, folder.read(name));
            String tag = in.getString();
            tags.put(tag, in.getLong());
            in.finish();
            if (!name.equals(name(tag))) {
                throw in.corrupted("it is another tag's");
            }
        }
        return tags;
    }

    /** Makes a tag; false when there is one of that name. */
    boolean add(String tag, long number) {
        Encoder out = new Encoder(FileKind.TAG);
        out.putString(tag);
        out.putLong(number);
        return folder.put(checkedName(tag), out.finish());
    }

    /** Takes a tag away; false when there is none. */
    boolean remove(String tag) {
        String name = checkedName(tag);
        if (folder.size(name) < 0) {
            return false;
        }
        folder.delete(name);
        folder.syncFolder(FOLDER);
        return true;
    }

    private static String checkedName(String tag) {
        String name = name(tag);
        if (tag.isEmpty() || name.length() > MAX_NAME) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot use tag " + tag + ": a tag has at least one character, and at most "
                            + (MAX_NAME - FOLDER.length() - 1)
                            + "; other than a-z, 0-9, - and _ each byte counts three times");
        }
        return name;
    }

    /** A file name for any text: equal only for equal ones, also where the file system does not tell upper from lower case. */
    private static String name(String tag) {
        StringBuilder name = new StringBuilder(FOLDER).append('/');
        for (byte b : tag.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_') {
                name.append((char) b);
            } else {
                name.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        return name.toString();
    }
}
