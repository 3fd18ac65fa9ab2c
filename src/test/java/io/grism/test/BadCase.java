package io.grism.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that must fail, as a file below {@code resources/bad} tells it:
 *
 * <pre>
 * == title
 * !! SQLSTATE code line:column piece of the message
 * statements, a line with a slash between two; the last one must fail
 * </pre>
 *
 * A position of {@code -} stands for none. {@code {dir}} in a statement is the folder of the files.
 */
record BadCase(
        String file, String title, String state, int code, String position, String piece, List<String> statements) {
    static List<BadCase> read(Path file) throws IOException {
        List<BadCase> cases = new ArrayList<>();
        for (String block : Files.readString(file).split("(?m)^== ")) {
            if (!block.isBlank()) {
                cases.add(parse(file.getFileName().toString(), block));
            }
        }
        return cases;
    }

    private static BadCase parse(String file, String block) {
        String[] parts = block.split("\n", 3);
        String[] expected = parts[1].split(" ", 5);
        if (!expected[0].equals("!!") || expected.length < 5) {
            throw new IllegalArgumentException(file + ": what must '" + parts[0] + "' give?");
        }
        return new BadCase(
                file,
                parts[0],
                expected[1],
                Integer.parseInt(expected[2]),
                expected[3],
                expected[4],
                List.of(parts[2].strip().split("\n/\n")));
    }

    /** The end of a message with this position, or nothing. */
    String place() {
        String[] at = position.split(":", 2);
        return at.length == 2 ? "(line " + at[0] + ", column " + at[1] + ")" : "";
    }
}
