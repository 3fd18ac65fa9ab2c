package io.grism.lance;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files that name the versions of a dataset. Their names count down from the largest number of 64 bits, so that the newest comes first. */
final class Manifests {
    private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final String SUFFIX = ".manifest";
    private static final String FOLDER = "_versions";

    private Manifests() {}

    /** The name of a version's file, relative to the dataset. */
    static String name(long version) {
        return FOLDER + "/" + String.format("%020d", LARGEST.subtract(BigInteger.valueOf(version))) + SUFFIX;
    }

    /** Removes the versions after one, and the hint which the latest is: Lance then never opens them, nor counts them. */
    static void removeAfter(Path dataset, long version) throws IOException {
        Path folder = dataset.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                BigInteger number = number(file.getFileName().toString());
                if (number == null || number.compareTo(BigInteger.valueOf(version)) > 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The version that a file names, or null if it is none: a hint, or one that was not written to its end. */
    private static @Nullable BigInteger number(String file) {
        String digits = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        return digits.length() == 20 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? LARGEST.subtract(new BigInteger(digits))
                : null;
    }
}
