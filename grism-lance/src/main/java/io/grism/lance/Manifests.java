package io.grism.lance;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The files that say what the versions of a dataset consist of. Their names count down from the largest number of 64 bits, so that the newest comes first. Lance ends the process on damaged ones, so each has a checksum, in a file
 * of ours beside them.
 */
final class Manifests {
    private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final String SUFFIX = ".manifest";
    private static final String FOLDER = "_versions";
    private static final String SUMS = "_checksums";

    private final Path dataset;

    Manifests(Path dataset) {
        this.dataset = dataset;
    }

    /** The name of a version's file, relative to the dataset. */
    static String name(long version) {
        return FOLDER + "/" + digits(version) + SUFFIX;
    }

    private static String sumName(String manifest) {
        return SUMS + "/" + manifest + ".crc32c";
    }

    private static String digits(long version) {
        return String.format("%020d", LARGEST.subtract(BigInteger.valueOf(version)));
    }

    /** Writes the checksum of a version's file; both names, relative to the dataset. */
    List<String> sum(long version) throws IOException {
        String manifest = name(version);
        String sum = sumName(digits(version) + SUFFIX);
        Files.createDirectories(dataset.resolve(SUMS));
        Files.write(dataset.resolve(sum), crc(Files.readAllBytes(dataset.resolve(manifest))));
        return List.of(manifest, sum);
    }

    /**
     * Removes what Lance must not see: versions after one whose file is not whole, and the hint which the latest is.
     *
     * @return whether there are others after it
     */
    boolean cleanAfter(long version) throws IOException {
        boolean more = false;
        for (Path file : after(version)) {
            if (isWhole(file)) {
                more = true;
            } else {
                Files.deleteIfExists(file);
            }
        }
        return more;
    }

    /** Removes all versions. */
    void removeAll() throws IOException {
        for (Path file : after(0)) {
            Files.deleteIfExists(file);
        }
    }

    /** The files of versions after one, and those that are of no version. */
    private List<Path> after(long version) throws IOException {
        Path folder = dataset.resolve(FOLDER);
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    BigInteger number = number(file.getFileName().toString());
                    if (number == null || number.compareTo(BigInteger.valueOf(version)) > 0) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private boolean isWhole(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (number(name) == null) {
            return false;
        }
        try {
            byte[] sum = Files.readAllBytes(dataset.resolve(sumName(name)));
            return Arrays.equals(sum, crc(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static byte[] crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
    }

    /** The version that a file names, or null if it is none: a hint, or one that was not written to its end. */
    private static @Nullable BigInteger number(String file) {
        String digits = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        return digits.length() == 20 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? LARGEST.subtract(new BigInteger(digits))
                : null;
    }
}
