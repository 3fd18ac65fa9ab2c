package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Values as messages show them. */
public final class ValueText {
    private static final int LONGEST = 60;

    private ValueText() {}

    /** The boxed value of a column as a literal, shortened where it is long. */
    public static String of(Field field, @Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (TypeKind.of(field)) {
            case VARCHAR -> quoted((String) value);
            case VARBINARY -> shortened("X'" + HexFormat.of().formatHex((byte[]) value) + "'");
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIME -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L).toString();
            case TIMESTAMP ->
                Instant.ofEpochMilli((Long) value)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .toString();
            case TIMESTAMP_TZ -> Instant.ofEpochMilli((Long) value).toString();
            default -> shortened(value.toString());
        };
    }

    /** A text in quotes, shortened where it is long. */
    public static String quoted(String text) {
        return "'" + shortened(text).replace("'", "''") + "'";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
