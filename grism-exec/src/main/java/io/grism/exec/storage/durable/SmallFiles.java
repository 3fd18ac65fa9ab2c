package io.grism.exec.storage.durable;

import java.util.List;
import java.util.TreeMap;

/**
 * The small files of a database in an object store: an entry of its log of states.
 *
 * @param number of the entry; -1 when there is none, and so no files
 * @param files by name
 */
record SmallFiles(long number, TreeMap<String, byte[]> files) {
    byte[] encode() {
        Encoder out = new Encoder(FileKind.STATE);
        out.putList(List.copyOf(files.entrySet()), (to, file) -> {
            to.putString(file.getKey());
            to.putBytes(file.getValue());
        });
        return out.finish();
    }

    static SmallFiles decode(String name, long number, byte[] content) {
        Decoder in = new Decoder(name, FileKind.STATE, content);
        TreeMap<String, byte[]> files = new TreeMap<>();
        in.getList(from -> files.put(from.getString(), from.getBytes()));
        in.finish();
        return new SmallFiles(number, files);
    }
}
