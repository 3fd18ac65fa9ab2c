package io.grism.exec.storage.csv;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Writes rows so that {@link CsvReader} with the same options reads the same values. Lines end with LF. */
final class CsvWriter {
    private final Path path;
    private final CsvOptions options;
    private final byte delimiter;
    private final byte[] nullText;

    CsvWriter(Path path, CsvOptions options) {
        this.path = path;
        this.options = options;
        this.delimiter = Objects.requireNonNullElse(options.delimiter(), (byte) ',');
        this.nullText = options.nulls().get(0);
    }

    /** Writes all rows; the caller closes the stream. Returns the number of rows. */
    long write(BatchStream rows) {
        List<Field> fields = rows.schema().getFields();
        for (Field field : fields) {
            checkWritable(field);
        }
        try (AtomicFile file = new AtomicFile(path)) {
            try {
                long count = 0;
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.temporary()), 1 << 16)) {
                    if (!Boolean.FALSE.equals(options.header())) {
                        writeHeader(fields, out);
                    }
                    for (Batch next = rows.next(); next != null; next = rows.next()) {
                        try (Batch batch = next) {
                            write(batch, out);
                            count += batch.rowCount();
                        }
                    }
                }
                file.commit();
                return count;
            } catch (IOException e) {
                throw file.failed(e);
            }
        }
    }

    private void checkWritable(Field field) {
        switch (TypeKind.of(field)) {
            case ARRAY, ROW, MAP, INTERVAL_MONTHS, INTERVAL_MILLIS ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot write column " + field.getName() + " to CSV: its type is " + TypeKind.of(field)
                                + ". Cast it to VARCHAR, or write Parquet");
            default -> {}
        }
    }

    private void writeHeader(List<Field> fields, OutputStream out) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.write(delimiter);
            }
            writeText(fields.get(i).getName().getBytes(StandardCharsets.UTF_8), out);
        }
        out.write('\n');
    }

    private void write(Batch batch, OutputStream out) throws IOException {
        for (int row = 0; row < batch.rowCount(); row++) {
            for (int column = 0; column < batch.columnCount(); column++) {
                if (column > 0) {
                    out.write(delimiter);
                }
                write(batch.column(column), row, out);
            }
            out.write('\n');
        }
    }

    private void write(FieldVector vector, int row, OutputStream out) throws IOException {
        Object value = VectorValues.get(vector, row);
        if (value == null) {
            out.write(nullText);
            return;
        }
        if (value instanceof String text) {
            writeText(text.getBytes(StandardCharsets.UTF_8), out);
            return;
        }
        TypeKind kind = TypeKind.of(vector.getField());
        byte[] text = text(kind, value).getBytes(StandardCharsets.UTF_8);
        if (kind != TypeKind.VARBINARY && options.isNull(text, 0, text.length)) {
            throw unwritable("the value " + new String(text, StandardCharsets.UTF_8) + " of column "
                    + vector.getField().getName() + " is what stands for NULL. Choose another null text");
        }
        writeText(text, out);
    }

    /** A text in quotes when it would be read as something else without them. */
    private void writeText(byte[] text, OutputStream out) throws IOException {
        if (!needsQuotes(text)) {
            out.write(text);
            return;
        }
        Byte quote = options.quote();
        Byte escape = options.escape();
        if (quote == null || escape == null) {
            throw unwritable(
                    "the text " + io.grism.exec.storage.ValueText.quoted(new String(text, StandardCharsets.UTF_8))
                            + " needs quotes. The option quote must not be none");
        }
        out.write(quote);
        for (byte b : text) {
            if (b == quote || b == escape) {
                out.write(escape);
            }
            out.write(b);
        }
        out.write(quote);
    }

    private boolean needsQuotes(byte[] text) {
        if (options.isNull(text, 0, text.length) || text.length == 0) {
            return true;
        }
        Byte quote = options.quote();
        // A byte order mark at the start of a file would vanish.
        if (text[0] == (byte) 0xEF) {
            return true;
        }
        for (byte b : text) {
            if (b == delimiter || b == '\n' || b == '\r' || (quote != null && b == quote)) {
                return true;
            }
        }
        return false;
    }

    private GrismException unwritable(String why) {
        return new GrismException(ErrorCode.FILE_FORMAT_ERROR, "Cannot write " + path + ": " + why);
    }

    private static String text(TypeKind kind, Object value) {
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIME -> timeText(LocalTime.ofNanoOfDay((Integer) value * 1_000_000L));
            case TIMESTAMP -> timestampText((Long) value);
            case TIMESTAMP_TZ -> timestampText((Long) value) + "Z";
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case VARBINARY -> HexFormat.of().formatHex((byte[]) value);
            default -> value.toString();
        };
    }

    private static String timestampText(long millis) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        return time.toLocalDate() + " " + timeText(time.toLocalTime());
    }

    private static String timeText(LocalTime time) {
        @Nullable String text = time.toString();
        return text.length() == 5 ? text + ":00" : text;
    }
}
