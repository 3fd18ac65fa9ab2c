package io.grism.exec.storage.csv;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.GrismException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Finds out what the options of a CSV file leave open, and the types of its columns, from its first records. */
final class CsvSniffer {
    private static final byte[] DELIMITERS = {',', '|', '\t', ';'};
    private static final int DELIMITER_RECORDS = 100;
    private static final int TYPE_RECORDS = 10_000;
    private static final int LONGEST_SAMPLE = 1 << 20;

    private final Path path;
    private final CsvOptions options;
    private final List<String> assumptions = new ArrayList<>();

    CsvSniffer(Path path, CsvOptions options) {
        this.path = path;
        this.options = options;
    }

    /** What a file looks like. */
    record Findings(CsvOptions options, Schema schema) {}

    /** What was decided without a proof. */
    List<String> assumptions() {
        return List.copyOf(assumptions);
    }

    /** The options with delimiter and header known, and the schema inferred. */
    Findings inferAll() {
        byte delimiter = delimiter(-1);
        List<List<byte @Nullable []>> records = sample(delimiter, TYPE_RECORDS);
        int width = records.stream().mapToInt(List::size).max().orElse(0);
        CsvTypes[] types = new CsvTypes[width];
        for (int i = 0; i < width; i++) {
            types[i] = new CsvTypes();
        }
        for (int r = 1; r < records.size(); r++) {
            add(types, records.get(r));
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            fields.add(types[i].field("column" + (i + 1)));
        }
        boolean header = header(records, fields);
        if (!header && !records.isEmpty()) {
            add(types, records.get(0));
        }
        List<String> names = header ? names(records.get(0), width) : List.of();
        for (int i = 0; i < width; i++) {
            fields.set(i, types[i].field(header ? names.get(i) : "column" + (i + 1)));
        }
        return new Findings(options.withDelimiter(delimiter).withHeader(header), new Schema(fields));
    }

    /** The options with delimiter and header known, for columns of given types. */
    CsvOptions complete(List<Field> fields) {
        byte delimiter = delimiter(fields.size());
        CsvOptions known = options.withDelimiter(delimiter);
        return options.header() != null
                ? known
                : known.withHeader(header(sample(delimiter, DELIMITER_RECORDS), fields));
    }

    private static void add(CsvTypes[] types, List<byte @Nullable []> record) {
        for (int i = 0; i < record.size(); i++) {
            byte[] value = record.get(i);
            if (value != null) {
                types[i].add(value, 0, value.length);
            }
        }
    }

    /**
     * The delimiter that cuts most of the first records into the same number of fields: of the wanted number, if it is known, or
     * else of more than one, the most fields winning.
     */
    private byte delimiter(int width) {
        Byte given = options.delimiter();
        if (given != null) {
            return given;
        }
        byte best = DELIMITERS[0];
        long bestScore = 0;
        for (byte candidate : DELIMITERS) {
            if (options.quote() != null && options.quote() == candidate) {
                continue;
            }
            long score = score(candidate, width);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    private long score(byte candidate, int width) {
        List<List<byte @Nullable []>> records;
        try {
            records = sample(candidate, DELIMITER_RECORDS);
        } catch (GrismException e) {
            if (e.code() == io.grism.exec.error.ErrorCode.FILE_FORMAT_ERROR) {
                // Quotes that do not match under this delimiter: not the one.
                return 0;
            }
            throw e;
        }
        if (records.isEmpty()) {
            return 0;
        }
        int fields = records.get(0).size();
        long alike = records.stream().filter(r -> r.size() == fields).count();
        boolean wanted = width > 0 ? fields == width : fields > 1;
        return wanted ? alike * 1_000_000 / records.size() * 1000 + Math.min(fields, 999) : 0;
    }

    /** Whether the first record names the columns: no value of it fits the type of its column, or all are texts and look like names. */
    private boolean header(List<List<byte @Nullable []>> records, List<Field> fields) {
        if (options.header() != null) {
            return options.header();
        }
        if (records.isEmpty() || records.get(0).size() != fields.size()) {
            return false;
        }
        List<byte @Nullable []> first = records.get(0);
        boolean anyTyped = false;
        for (int i = 0; i < fields.size(); i++) {
            byte[] value = first.get(i);
            if (value == null || value.length == 0) {
                return false;
            }
            if (TypeKind.of(fields.get(i)) != TypeKind.VARCHAR) {
                anyTyped = true;
                if (CsvColumn.create(fields.get(i), 1).set(0, value, 0, value.length)) {
                    return false;
                }
            }
        }
        return anyTyped || looksLikeNames(records, fields);
    }

    private boolean looksLikeNames(List<List<byte @Nullable []>> records, List<Field> fields) {
        List<byte @Nullable []> first = records.get(0);
        Set<String> names = new HashSet<>();
        boolean named = true;
        for (int i = 0; i < fields.size(); i++) {
            byte[] value = first.get(i);
            if (value == null) {
                return false;
            }
            String name = new String(value, StandardCharsets.UTF_8);
            named &= name.equalsIgnoreCase(fields.get(i).getName());
            CsvTypes type = new CsvTypes();
            type.add(value, 0, value.length);
            if (!names.add(name) || TypeKind.of(type.field(name)) != TypeKind.VARCHAR) {
                return false;
            }
            int column = i;
            if (records.stream().skip(1).anyMatch(r -> r.size() > column && Arrays.equals(r.get(column), value))) {
                return false;
            }
        }
        if (!named && names.stream().anyMatch(name -> name.length() > 64)) {
            return false;
        }
        if (!named) {
            assumptions.add("The first line of " + path
                    + " is taken for column names and left out, as it looks like that. Say header true or false");
        }
        return true;
    }

    /** The names as they are; an empty one and a second of the same name get a number. */
    private static List<String> names(List<byte @Nullable []> first, int width) {
        List<String> names = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < width; i++) {
            byte[] value = i < first.size() ? first.get(i) : null;
            String name =
                    value == null || value.length == 0 ? "column" + (i + 1) : new String(value, StandardCharsets.UTF_8);
            String unique = name;
            for (int n = 2; !used.add(unique); n++) {
                unique = name + "_" + n;
            }
            names.add(unique);
        }
        return names;
    }

    /** The first records; a field that is NULL is null. */
    private List<List<byte @Nullable []>> sample(byte delimiter, int most) {
        List<List<byte @Nullable []>> records = new ArrayList<>();
        try (CsvTokenizer tokens = new CsvTokenizer(path, options, delimiter, CsvTokenizer.BUFFER, LONGEST_SAMPLE)) {
            while (records.size() < most && tokens.next()) {
                if (tokens.isBlank()) {
                    continue;
                }
                List<byte @Nullable []> record = new ArrayList<>();
                for (int i = 0; i < tokens.fieldCount(); i++) {
                    boolean isNull =
                            !tokens.isQuoted(i) && options.isNull(tokens.bytes(), tokens.start(i), tokens.end(i));
                    record.add(isNull ? null : Arrays.copyOfRange(tokens.bytes(), tokens.start(i), tokens.end(i)));
                }
                records.add(record);
            }
        }
        return records;
    }
}
