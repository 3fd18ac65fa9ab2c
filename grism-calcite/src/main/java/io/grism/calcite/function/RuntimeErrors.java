package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.calcite.runtime.CalciteException;

/** From the exceptions of Calcite's runtime to Grism's errors. */
public final class RuntimeErrors {
    private static final Pattern INPUT = Pattern.compile("For input string: \"(.*)\"", Pattern.DOTALL);

    /** Names of exceptions before the text that means something to a user. */
    private static final Pattern CLASS_NAMES = Pattern.compile("^(?:[\\w.$]+(?:Exception|Error): )+");

    private RuntimeErrors() {}

    /** What an exception of generated code means to the user. */
    public static GrismException of(Throwable thrown) {
        Throwable error = thrown;
        while (error.getClass() == RuntimeException.class && error.getCause() != null) {
            error = error.getCause();
        }
        if (error instanceof GrismException grism) {
            return grism;
        }
        String message = CLASS_NAMES.matcher(String.valueOf(error.getMessage())).replaceFirst("");
        if (error instanceof NumberFormatException) {
            Matcher input = INPUT.matcher(message);
            return new GrismException(
                    ErrorCode.INVALID_CAST,
                    "Cannot read number: " + (input.find() ? "'" + input.group(1) + "'" : message),
                    error);
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PatternSyntaxException pattern) {
                return new GrismException(
                        ErrorCode.DATA_ERROR,
                        "Cannot use regular expression: '" + pattern.getPattern() + "'. " + pattern.getDescription(),
                        error);
            }
        }
        if (error instanceof DateTimeException) {
            return new GrismException(ErrorCode.INVALID_DATETIME, "Cannot read date or time: " + message, error);
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("by zero")) {
            return divisionByZero();
        }
        if (error instanceof ArithmeticException || lower.contains("overflow") || lower.contains("out of range")) {
            return new GrismException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot hold result: " + message + ". Cast an operand to a type with more digits",
                    error);
        }
        if (error instanceof ClassCastException
                || error instanceof NullPointerException
                || (error instanceof IndexOutOfBoundsException
                        && !(error instanceof StringIndexOutOfBoundsException))) {
            return new GrismException(
                    ErrorCode.INTERNAL, "Cannot evaluate the expression: a defect of Grism. Please report it.", error);
        }
        if (error instanceof CalciteException
                || error instanceof IllegalArgumentException
                || error instanceof StringIndexOutOfBoundsException) {
            return new GrismException(ErrorCode.DATA_ERROR, "Cannot evaluate expression: " + message, error);
        }
        if (error instanceof UnsupportedOperationException) {
            return new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot evaluate expression: " + message, error);
        }
        return new GrismException(ErrorCode.DATA_ERROR, "Cannot evaluate expression: " + message, error);
    }

    /** A result that its type cannot hold. */
    static GrismException overflow(String what, String type) {
        return new GrismException(
                ErrorCode.NUMERIC_OVERFLOW, "Cannot hold result: " + what + ". It is out of the range of " + type);
    }

    /** A division or remainder by zero. */
    public static GrismException divisionByZero() {
        return new GrismException(ErrorCode.DIVISION_BY_ZERO, "Cannot divide by zero");
    }
}
