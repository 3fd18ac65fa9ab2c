package io.grism.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of generated CSV files.
 *
 * @param folder where the files are
 * @param size how much there is
 * @param start the person that questions about one person start from: about 100 outgoing edges
 * @param edges rows of knows
 */
record Dataset(Path folder, Size size, long start, long edges) {
    /** The names of the tables, which are those of the files. */
    enum Table {
        CITY,
        PERSON,
        KNOWS,
        POST,
        LIKES,
        MEETING,
        ATTENDS;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final String MARKER = "complete.txt";

    Path file(Table table) {
        return folder.resolve(table.label() + ".csv");
    }

    /** The data of a size and a seed, generated when the folder does not hold them yet. */
    static Dataset of(Path root, Size size, long seed) throws IOException {
        Path folder = root.resolve("data-" + size.label() + "-" + seed).toAbsolutePath();
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            Files.createDirectories(folder);
            Generator generator = new Generator(size, seed, folder);
            generator.write();
            Files.writeString(marker, generator.start() + " " + generator.edges());
        }
        String[] facts = Files.readString(marker).split(" ");
        return new Dataset(folder, size, Long.parseLong(facts[0]), Long.parseLong(facts[1]));
    }

    /** Puts the person to start from into the text of a question. */
    String fill(String text) {
        return text.replace("$start", Long.toString(start));
    }

    /** The person of the {@code index}-th look-up of a run: spread over all. */
    long lookedUp(int run, int index) {
        return ((long) run * Question.LOOK_UPS + index) * 7_919 % size.persons() + 1;
    }
}
