package io.grism.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes rows of numbers and plain words as CSV with a header. */
final class CsvFile implements AutoCloseable {
    private final OutputStream out;
    private boolean rowStarted;

    CsvFile(Path file, String header) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        text(header);
        endRow();
    }

    void number(long value) throws IOException {
        text(Long.toString(value));
    }

    void text(String value) throws IOException {
        if (rowStarted) {
            out.write(',');
        }
        rowStarted = true;
        out.write(value.getBytes(StandardCharsets.US_ASCII));
    }

    void endRow() throws IOException {
        out.write('\n');
        rowStarted = false;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
