package io.grism.calcite.query;

import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;

/** Makes a {@link GrismException} of whatever a statement threw: its own errors pass, those of the SQL validator get a code and our words, all else is INTERNAL. */
final class SqlErrors {
    private static final Pattern TOO_MANY_TOKENS = Pattern.compile("(?s)Encountered \"(.*?)\" at line.*");
    private static final List<Known> KNOWN = List.of(
            known(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot find table: {1}. Did you mean {2}?",
                    "(?:Object|Table) '(.*?)' not found; did you mean '(.*)'\\?"),
            known(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot find table: {2}.{1}. Did you mean {3}?",
                    "Object '(.*?)' not found within '(.*?)'; did you mean '(.*)'\\?"),
            known(ErrorCode.UNKNOWN_TABLE, "Cannot find table: {2}.{1}.", "Object '(.*?)' not found within '(.*)'"),
            known(ErrorCode.UNKNOWN_TABLE, "Cannot find table: {1}.", "(?:Object|Table) '(.*?)' not found"),
            known(
                    ErrorCode.UNKNOWN_COLUMN,
                    "Cannot find column: {1}. Did you mean {2}?",
                    "Column '(.*?)' not found in any table; did you mean '(.*)'\\?"),
            known(ErrorCode.UNKNOWN_COLUMN, "Cannot find column: {1}.", "Column '(.*?)' not found in any table"),
            known(
                    ErrorCode.UNKNOWN_COLUMN,
                    "Cannot find column: {1} of {2}. Did you mean {3}?",
                    "Column '(.*?)' not found in table '(.*?)'; did you mean '(.*)'\\?"),
            known(
                    ErrorCode.UNKNOWN_COLUMN,
                    "Cannot find column: {1} of {2}.",
                    "Column '(.*?)' not found in table '(.*)'"),
            known(ErrorCode.UNKNOWN_COLUMN, "Cannot find column: {1}.", "Unknown (?:target column|field) '(.*)'"),
            known(ErrorCode.TYPE_MISMATCH, "Cannot find type: {1}.", "Unknown identifier '(.*)'"),
            known(
                    ErrorCode.INVALID_DATETIME,
                    "Cannot read literal: {1} {2}, {3}.",
                    "Illegal (\\w+) literal '(.*?)': (.*)"),
            known(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot hold number: {1}. A number has at most 38 digits.",
                    "Numeric literal '(.*?)' out of range"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot use this as a condition: {1} takes a BOOLEAN.",
                    "(\\w+) clause must be a condition"),
            known(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot combine queries by {1}: they have different numbers of columns.",
                    "Column count mismatch in (.*)"),
            known(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot select {1}: it is neither in GROUP BY nor inside of an aggregate function.",
                    "Expression '(.*?)' is not being grouped"),
            known(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "Cannot call function {1} like this: the number of its arguments is {2}.",
                    "Invalid number of arguments to function '(.*?)'\\. Was expecting (.*?) arguments"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot tell the type of the parameter. Write CAST(? AS type).",
                    "Illegal use of dynamic parameter"),
            known(
                    ErrorCode.AMBIGUOUS_COLUMN,
                    "Cannot tell which column is meant: {1}. Put a table name or alias before it.",
                    "Column '(.*?)' is ambiguous"),
            known(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "Cannot find function: {1}.",
                    "No match found for function signature (.*)"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot use a sub-query of several columns as a value: it gives {1}. Select one of them.",
                    "Cannot apply '\\$SCALAR_QUERY' to arguments of type '\\$SCALAR_QUERY\\(<RECORDTYPE\\((.*?)\\)>\\)'.*"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot subtract {2} from {1} without a unit. Write (a - b) DAY, or TIMESTAMPDIFF(DAY, b, a).",
                    "Cannot apply '-' to arguments of type '(<(?:DATE|TIMESTAMP)\\b[^>]*>) - (<(?:DATE|TIMESTAMP)\\b[^>]*>)'.*"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot apply {1} to {2} and {3} without a unit. Write the number as an interval, such as INTERVAL '1' DAY.",
                    "Cannot apply '([+-])' to arguments of type '(<(?:DATE|TIME|TIMESTAMP)\\b[^>]*>) [+-] (<(?:\\w*INT|INTEGER|DECIMAL)\\b[^>]*>)'.*"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot apply {1} to {2}. Allowed is {3}.",
                    "Cannot apply '(.*?)' to arguments of type '?(.*?)'?\\. Supported form\\(s\\): (.*)"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot cast {1} to {2}.",
                    "Cast function cannot convert value of type (.*) to type (.*)"),
            known(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot store {4} in column {1} of type {2}.",
                    "Cannot assign to target field '(.*?)' of type (.*) from source field '(.*?)' of type (.*)"),
            known(ErrorCode.TYPE_MISMATCH, "Cannot find type: {1}.", "Unknown datatype name '(.*)'"),
            known(
                    ErrorCode.NOT_NULL_VIOLATION,
                    "Cannot store NULL in column {1}: it is NOT NULL and has no default.",
                    "Column '(.*?)' has no default value and does not allow NULLs"),
            known(ErrorCode.TYPE_MISMATCH, "Cannot use types together: {0}.", ".*(?:[Tt]ype|comparable|compare).*"));

    private SqlErrors() {}

    private record Known(ErrorCode code, String message, Pattern pattern) {
        @Nullable
        String render(String text) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            String rendered = message;
            for (int i = 0; i <= matcher.groupCount(); i++) {
                rendered = rendered.replace("{" + i + "}", oneLine(Objects.requireNonNullElse(matcher.group(i), "")));
            }
            return rendered;
        }
    }

    /** Calcite lists alternatives in lines, some with quotes and again without. */
    private static String oneLine(String text) {
        return text.lines()
                .map(line -> line.startsWith("'") && line.endsWith("'") && line.length() > 1
                        ? line.substring(1, line.length() - 1)
                        : line)
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static Known known(ErrorCode code, String message, String pattern) {
        return new Known(code, message, Pattern.compile(pattern, Pattern.DOTALL));
    }

    /** The error to report; {@code sql} is the statement's text. */
    static GrismException translate(Throwable thrown, String sql) {
        return translate(thrown, NamesInScope.NONE);
    }

    /** The error to report, with a suggestion where a name is unknown and a known one is near. */
    static GrismException translate(Throwable thrown, NamesInScope names) {
        SourcePosition position = null;
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof GrismException known) {
                return known.at(position);
            }
            if (t instanceof CalciteContextException context && context.getPosLine() > 0) {
                position = new SourcePosition(
                        context.getPosLine(),
                        context.getPosColumn(),
                        context.getEndPosLine(),
                        context.getEndPosColumn());
            }
            if (t instanceof SqlParseException parse) {
                return syntax(parse);
            }
            if (t instanceof SqlValidatorException
                    || t instanceof CalciteException && !(t instanceof CalciteContextException)) {
                return invalid(String.valueOf(t.getMessage()), position, thrown, names);
            }
        }
        if (thrown instanceof StackOverflowError) {
            return new GrismException(
                    ErrorCode.NOT_SUPPORTED, "Cannot plan the statement: it is nested too deeply.", thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot go on with the statement: the Java heap is full. Start Java with a larger -Xmx.",
                    thrown);
        }
        if (position != null && thrown.getCause() != null) {
            return invalid(String.valueOf(thrown.getCause().getMessage()), position, thrown, names);
        }
        return new GrismException(
                ErrorCode.INTERNAL, "Cannot process the statement: a defect of Grism. Please report it.", thrown);
    }

    private static GrismException invalid(
            String text, @Nullable SourcePosition position, Throwable cause, NamesInScope names) {
        for (Known known : KNOWN) {
            String message = known.render(text);
            if (message != null) {
                message = suggest(known, message, text, names);
                return new GrismException(known.code, message, position, cause);
            }
        }
        String sentence = text.endsWith(".") ? text : text + ".";
        return new GrismException(
                ErrorCode.INVALID_STATEMENT, "Cannot accept the statement: " + sentence, position, cause);
    }

    /** The message with "Did you mean" at its end, unless it asks already. */
    private static String suggest(Known known, String message, String text, NamesInScope names) {
        Matcher matcher = known.pattern.matcher(text);
        if (message.endsWith("?") || !matcher.matches() || matcher.groupCount() == 0) {
            return message;
        }
        String unknown = Objects.requireNonNullElse(matcher.group(1), "");
        Collection<String> candidates =
                switch (known.code) {
                    case UNKNOWN_TABLE -> names.tables();
                    case UNKNOWN_COLUMN -> names.columns();
                    case UNKNOWN_FUNCTION -> names.functions();
                    default -> List.of();
                };
        int arguments = unknown.indexOf('(');
        String near = Suggestions.nearest(arguments < 0 ? unknown : unknown.substring(0, arguments), candidates);
        return near == null ? message : message + " Did you mean " + near + "?";
    }

    private static GrismException syntax(SqlParseException e) {
        SqlParserPos pos = e.getPos();
        SourcePosition position = pos == null || pos.getLineNum() == 0 ? null : position(pos);
        String text = String.valueOf(e.getMessage());
        Matcher matcher = TOO_MANY_TOKENS.matcher(text);
        String what = matcher.matches()
                ? "unexpected " + matcher.group(1)
                : text.lines().findFirst().orElse(text);
        return new GrismException(ErrorCode.SYNTAX_ERROR, "Cannot parse the statement: " + what + ".", position, e);
    }

    static SourcePosition position(SqlParserPos pos) {
        return new SourcePosition(pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum());
    }
}
