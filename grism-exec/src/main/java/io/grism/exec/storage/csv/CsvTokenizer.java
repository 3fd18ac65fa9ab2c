package io.grism.exec.storage.csv;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into records and fields of bytes. A record is complete in the buffer when it is delivered; its fields are valid until the
 * next one. Records end at LF, CRLF or CR; a field that starts with a quote may hold line breaks.
 */
final class CsvTokenizer implements AutoCloseable {
    static final int BUFFER = 1 << 20;
    private static final int LONGEST_RECORD = 1 << 28;
    private static final int NONE = -1;

    private enum Outcome {
        RECORD,
        MORE,
        END
    }

    private final Path path;
    private final InputStream input;
    private final long size;
    private final int delimiter;
    private final int quote;
    private final int escape;
    private final int longestRecord;

    private byte[] buffer;
    private int position;
    private int limit;
    private boolean ended;
    private long consumed;

    private int fieldCount;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private boolean[] quoted = new boolean[16];
    private boolean[] escaped = new boolean[16];
    private int brokenField;
    private long line = 1;
    private long nextLine = 1;
    private int lineBreaks;

    CsvTokenizer(Path path, CsvOptions options, byte delimiter) {
        this(path, options, delimiter, BUFFER, LONGEST_RECORD);
    }

    CsvTokenizer(Path path, CsvOptions options, byte delimiter, int bufferSize, int longestRecord) {
        this.path = path;
        this.buffer = new byte[bufferSize];
        this.delimiter = delimiter;
        this.quote = options.quote() == null ? NONE : options.quote();
        this.escape = options.escape() == null ? NONE : options.escape();
        this.longestRecord = longestRecord;
        @Nullable InputStream opened = null;
        try {
            this.size = Files.size(path);
            if (Files.isDirectory(path)) {
                throw new GrismException(ErrorCode.IO_ERROR, "Cannot read " + path + ": it is a directory");
            }
            opened = Files.newInputStream(path);
            this.input = opened;
            skipMark();
            for (int i = 0; i < options.skip(); i++) {
                skipLine();
            }
        } catch (IOException e) {
            close(opened);
            throw failed(e);
        }
    }

    private void skipMark() throws IOException {
        fill();
        if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
        if (limit >= 2
                && ((buffer[0] == (byte) 0xFF && buffer[1] == (byte) 0xFE)
                        || (buffer[0] == (byte) 0xFE && buffer[1] == (byte) 0xFF))) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR, "Cannot read " + path + ": it is UTF-16. CSV files must be UTF-8");
        }
    }

    private void skipLine() throws IOException {
        while (true) {
            while (position < limit) {
                if (buffer[position++] == '\n') {
                    nextLine++;
                    return;
                }
            }
            if (ended) {
                return;
            }
            fill();
        }
    }

    /** Goes to the next record; false at the end. */
    boolean next() {
        while (true) {
            line = nextLine;
            fieldCount = 0;
            lineBreaks = 0;
            brokenField = -1;
            int start = position;
            Outcome outcome = scan();
            if (outcome == Outcome.RECORD) {
                nextLine = line + lineBreaks + 1;
                unescape();
                return true;
            }
            position = start;
            if (outcome == Outcome.END) {
                return false;
            }
            try {
                fill();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private Outcome scan() {
        byte[] bytes = buffer;
        int end = limit;
        int p = position;
        if (p == end) {
            return ended ? Outcome.END : Outcome.MORE;
        }
        int comma = delimiter;
        while (true) {
            int field = addField();
            if (p < end && bytes[p] == quote) {
                p = scanQuoted(p, field);
                if (p < 0) {
                    return Outcome.MORE;
                }
            } else {
                starts[field] = p;
                while (p < end) {
                    byte b = bytes[p];
                    if (b == comma || b == '\n' || b == '\r') {
                        break;
                    }
                    p++;
                }
                ends[field] = p;
            }
            if (p == end) {
                if (!ended) {
                    return Outcome.MORE;
                }
                position = p;
                return Outcome.RECORD;
            }
            byte b = bytes[p];
            if (b == comma) {
                p++;
                continue;
            }
            if (b == '\r') {
                if (p + 1 == end && !ended) {
                    return Outcome.MORE;
                }
                if (p + 1 < end && bytes[p + 1] == '\n') {
                    p++;
                }
            }
            position = p + 1;
            return Outcome.RECORD;
        }
    }

    /** Scans a field in quotes, up to the delimiter or line end after it; negative when the buffer ends before. */
    private int scanQuoted(int open, int field) {
        quoted[field] = true;
        int p = open + 1;
        starts[field] = p;
        while (true) {
            if (p == limit) {
                return unterminated();
            }
            int b = buffer[p];
            if (b == escape && escape != quote) {
                if (p + 1 == limit) {
                    return unterminated();
                }
                if (buffer[p + 1] == quote || buffer[p + 1] == escape) {
                    escaped[field] = true;
                    p++;
                }
            } else if (b == quote) {
                if (p + 1 == limit && !ended) {
                    return -1;
                }
                if (escape != quote || p + 1 == limit || buffer[p + 1] != quote) {
                    break;
                }
                escaped[field] = true;
                p++;
            } else if (b == '\n') {
                lineBreaks++;
            }
            p++;
        }
        ends[field] = p;
        p++;
        while (p < limit && buffer[p] != delimiter && buffer[p] != '\n' && buffer[p] != '\r') {
            brokenField = brokenField < 0 ? field : brokenField;
            p++;
        }
        return p;
    }

    private int unterminated() {
        if (ended) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "Cannot read " + path + ": line " + line + ", field " + fieldCount
                            + " starts with a quote that is not closed before the end of the file");
        }
        return -1;
    }

    private int addField() {
        if (fieldCount == starts.length) {
            int capacity = fieldCount * 2;
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            quoted = Arrays.copyOf(quoted, capacity);
            escaped = Arrays.copyOf(escaped, capacity);
        }
        quoted[fieldCount] = false;
        escaped[fieldCount] = false;
        return fieldCount++;
    }

    /** Takes the escapes out of the fields, in place. */
    private void unescape() {
        for (int field = 0; field < fieldCount; field++) {
            if (escaped[field]) {
                int to = starts[field];
                for (int p = starts[field]; p < ends[field]; p++) {
                    if (buffer[p] == escape
                            && p + 1 < ends[field]
                            && (buffer[p + 1] == quote || buffer[p + 1] == escape)) {
                        p++;
                    }
                    buffer[to++] = buffer[p];
                }
                ends[field] = to;
            }
        }
    }

    /** Reads more behind what is there; what lies before the position is dropped. */
    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            consumed += position;
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            if (limit >= longestRecord) {
                throw new GrismException(
                        ErrorCode.FILE_FORMAT_ERROR,
                        "Cannot read " + path + ": line " + line + " starts a record longer than "
                                + (longestRecord >> 20) + " MiB. A closing quote may be missing");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = input.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
        } else {
            limit += count;
        }
    }

    int fieldCount() {
        return fieldCount;
    }

    byte[] bytes() {
        return buffer;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    boolean isQuoted(int field) {
        return quoted[field];
    }

    /** Whether the record is an empty line. */
    boolean isBlank() {
        return fieldCount == 1 && starts[0] == ends[0] && !quoted[0];
    }

    /** The first field with text behind its closing quote, or -1. */
    int brokenField() {
        return brokenField;
    }

    /** The line on which the record starts, from 1. */
    long line() {
        return line;
    }

    long bytesRead() {
        return consumed + position;
    }

    long size() {
        return size;
    }

    String text(int field) {
        return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
    }

    private GrismException failed(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new GrismException(ErrorCode.CANCELLED, "Cannot read on in " + path + ": interrupted", e);
        }
        return e instanceof NoSuchFileException
                ? new GrismException(ErrorCode.FILE_NOT_FOUND, "Cannot read " + path + ": there is no such file", e)
                : new GrismException(ErrorCode.IO_ERROR, "Cannot read " + path + ": " + e, e);
    }

    private static void close(@Nullable InputStream stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException ignored) {
                // The failure to open is what is reported.
            }
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
