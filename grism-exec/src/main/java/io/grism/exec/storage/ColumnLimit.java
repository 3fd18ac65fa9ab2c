package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** What a declared type asks of values beyond their Arrow type. */
interface ColumnLimit {
    /**
     * The values as they are stored: the vector given, or a new one that the caller closes.
     *
     * @param what starts a message: "Cannot insert into t: column c"
     */
    FieldVector apply(String what, FieldVector vector);

    /** The limit of a column declared with a type such as {@code VARCHAR(20)}, or null when it has none. */
    static @Nullable ColumnLimit of(TypeKind kind, String sqlType) {
        // What an ARRAY or a ROW of limited types holds is not looked into.
        if (kind != TypeKind.VARCHAR && kind != TypeKind.VARBINARY && kind != TypeKind.DECIMAL) {
            return null;
        }
        Matcher matcher = Pattern.compile("\\s*([A-Za-z ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(-?\\d+)\\s*)?\\).*)?")
                .matcher(sqlType);
        if (!matcher.matches()) {
            return null;
        }
        String name = matcher.group(1).toUpperCase(Locale.ROOT);
        @Nullable Integer size = matcher.group(2) == null ? null : Integer.valueOf(matcher.group(2));
        return switch (name) {
            case "CHAR", "CHARACTER" -> new TextLimit(sqlType, size == null ? 1 : size, true);
            case "VARCHAR", "CHARACTER VARYING", "CHAR VARYING" ->
                size == null ? null : new TextLimit(sqlType, size, false);
            case "BINARY" -> new BinaryLimit(sqlType, size == null ? 1 : size, true);
            case "VARBINARY", "BINARY VARYING" -> size == null ? null : new BinaryLimit(sqlType, size, false);
            case "DECIMAL", "NUMERIC", "DEC" -> size == null ? null : new DecimalLimit(sqlType, size);
            default -> null;
        };
    }
}
