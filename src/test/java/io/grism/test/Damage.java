package io.grism.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Something that happens to a database in a folder while nobody has it open. It travels between processes as a line of text. */
record Damage(Kind kind, boolean thenWrite, String file, long number, String other) {
    /** What happens. */
    enum Kind {
        /** To nothing. */
        NONE,
        /** The bit of this number in a file is another. */
        FLIP,
        /** A file has only so many bytes. */
        CUT,
        /** A file is gone. */
        REMOVE,
        /** A folder is gone, and all in it. */
        REMOVE_FOLDER,
        /** Two files have the content of each other. */
        SWAP
    }

    static Damage none(boolean thenWrite) {
        return new Damage(Kind.NONE, thenWrite, "", 0, "");
    }

    static Damage parse(String line) {
        String[] parts = line.split("\t", -1);
        return new Damage(
                Kind.valueOf(parts[0]), Boolean.parseBoolean(parts[1]), parts[2], Long.parseLong(parts[3]), parts[4]);
    }

    String line() {
        return String.join("\t", kind.name(), String.valueOf(thenWrite), file, String.valueOf(number), other);
    }

    /** Lets it happen. */
    void happen(Path folder, Map<String, byte[]> files) throws IOException {
        Path path = folder.resolve(file);
        switch (kind) {
            case NONE -> {}
            case FLIP -> {
                byte[] bytes = files.get(file).clone();
                bytes[(int) (number / Byte.SIZE)] ^= (byte) (1 << number % Byte.SIZE);
                Files.write(path, bytes);
            }
            case CUT -> Files.write(path, Arrays.copyOf(files.get(file), (int) number));
            case REMOVE -> Files.delete(path);
            case REMOVE_FOLDER -> {
                try (Stream<Path> found = Files.walk(path)) {
                    for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            case SWAP -> {
                Files.write(path, files.get(other));
                Files.write(folder.resolve(other), files.get(file));
            }
        }
    }

    /** Whether it may make a tag unknown. */
    boolean isOfTags() {
        return kind != Kind.FLIP
                && kind != Kind.CUT
                && List.of(file, other).stream().anyMatch(f -> f.startsWith("tags"));
    }
}
