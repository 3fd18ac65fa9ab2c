package io.grism.calcite.query;

import io.grism.calcite.catalog.VersionName;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.parser.SqlAsOf;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Reads what tells a version in SQL: numbers, tags, constant times and intervals. */
final class VersionLiterals {
    private static final Set<String> NOW = Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW");
    /** More digits than the two that SQL gives the first field of an interval. */
    private static final int FIELD_DIGITS = 10;

    private static final Pattern TIMESTAMP =
            Pattern.compile("(?:TIMESTAMP|DATE)\\s*'([^']*)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private VersionLiterals() {}

    static VersionName of(SqlAsOf table) {
        return table.by() == SqlAsOf.By.VERSION ? version(table.value()) : time(table.value());
    }

    /** A number or a tag. */
    static VersionName version(SqlNode value) {
        if (value instanceof SqlNumericLiteral number) {
            BigDecimal exact = number.bigDecimalValue();
            try {
                return new VersionName.Numbered(exact == null ? -1 : exact.longValueExact());
            } catch (ArithmeticException e) {
                throw new GrismException(
                        ErrorCode.UNKNOWN_VERSION,
                        "Cannot read version " + value + ": there is no such version.",
                        SqlErrors.position(value.getParserPosition()),
                        e);
            }
        }
        return new VersionName.Tag(((SqlLiteral) value).getValueAs(String.class));
    }

    /** The value of a setting: a number, a tag, or TIMESTAMP '...'; null when it is empty. */
    static @Nullable VersionName setting(String value) {
        String text = value.strip();
        if (text.isEmpty()) {
            return null;
        }
        Matcher time = TIMESTAMP.matcher(text);
        if (time.matches()) {
            return new VersionName.Time(parse(time.group(1)));
        }
        return NUMBER.matcher(text).matches()
                ? new VersionName.Numbered(Long.parseLong(text))
                : new VersionName.Tag(text);
    }

    /** A timestamp, or the time at which the statement starts, less or plus intervals. */
    static VersionName time(SqlNode value) {
        try {
            LocalDateTime time = literal(value);
            return time == null ? new VersionName.Before(before(value)) : new VersionName.Time(time);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw unreadable(value, e);
        }
    }

    private static @Nullable LocalDateTime literal(SqlNode value) {
        if (value instanceof SqlCharStringLiteral text) {
            return parse(text.getValueAs(String.class));
        }
        if (value instanceof SqlUnknownLiteral literal) {
            return switch (literal.tag.toUpperCase(Locale.ROOT)) {
                case "TIMESTAMP", "DATE" -> parse(literal.getValueAs(String.class));
                default -> null;
            };
        }
        return null;
    }

    private static LocalDateTime parse(String text) {
        String time = text.strip().replace('T', ' ');
        return time.indexOf(' ') < 0
                ? LocalDate.parse(time).atStartOfDay()
                : LocalDateTime.parse(time, VersionName.TIME);
    }

    /** How long before the statement a time is. */
    private static Duration before(SqlNode value) {
        if (value instanceof SqlCall call && call.operandCount() == 2) {
            boolean minus = call.getKind() == SqlKind.MINUS;
            if ((minus || call.getKind() == SqlKind.PLUS) && call.operand(1) instanceof SqlIntervalLiteral interval) {
                Duration by = duration(interval);
                return before(call.operand(0)).plus(minus ? by : by.negated());
            }
        }
        String name = value instanceof SqlCall call && call.operandCount() == 0
                ? call.getOperator().getName()
                : value.toString();
        if (!NOW.contains(name.toUpperCase(Locale.ROOT))) {
            throw unreadable(value, null);
        }
        return Duration.ZERO;
    }

    private static GrismException unreadable(SqlNode value, @Nullable Exception cause) {
        return new GrismException(
                ErrorCode.INVALID_STATEMENT,
                "Cannot read " + value + " as the time of a version. It is a constant: TIMESTAMP '2026-01-31 12:00:00',"
                        + " or CURRENT_TIMESTAMP less intervals of days or shorter units.",
                SqlErrors.position(value.getParserPosition()),
                cause);
    }

    /** The length of an interval of days, hours, minutes or seconds. */
    static Duration duration(SqlIntervalLiteral literal) {
        SqlIntervalLiteral.IntervalValue value = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
        SqlIntervalQualifier qualifier = value.getIntervalQualifier();
        if (qualifier.isYearMonth()) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot use " + literal + ". The interval is of days, hours, minutes or seconds.",
                    SqlErrors.position(literal.getParserPosition()),
                    null);
        }
        SqlIntervalQualifier wide = new SqlIntervalQualifier(
                qualifier.getStartUnit(),
                FIELD_DIGITS,
                qualifier.getEndUnit(),
                qualifier.getFractionalSecondPrecisionPreservingDefault(),
                SqlParserPos.ZERO);
        int[] parts = wide.evaluateIntervalLiteral(
                value.getIntervalLiteral(), literal.getParserPosition(), RelDataTypeSystem.DEFAULT);
        Duration length = Duration.ofDays(parts[1])
                .plusHours(parts[2])
                .plusMinutes(parts[3])
                .plusSeconds(parts[4])
                .plusMillis(parts[5]);
        return parts[0] * value.getSign() < 0 ? length.negated() : length;
    }
}
