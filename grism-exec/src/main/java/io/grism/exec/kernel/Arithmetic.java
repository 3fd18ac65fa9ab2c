package io.grism.exec.kernel;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;

/** An arithmetic operation on numbers of one type: checked on integers, IEEE 754 on REAL and DOUBLE. */
public enum Arithmetic {
    ADD("add", "+"),
    SUBTRACT("subtract", "-"),
    MULTIPLY("multiply", "*"),
    /** Towards zero. */
    DIVIDE("divide", "/"),
    /** With the sign of the dividend. */
    MODULO("divide", "%");

    private final String verb;
    private final String symbol;

    Arithmetic(String verb, String symbol) {
        this.verb = verb;
        this.symbol = symbol;
    }

    /** The result, or the error, of an operation on two integers of the type. */
    long apply(TypeKind kind, long left, long right) {
        if (right == 0 && (this == DIVIDE || this == MODULO)) {
            throw new GrismException(
                    ErrorCode.DIVISION_BY_ZERO,
                    "Cannot " + verb + " " + kind + ": " + left + " " + symbol + " " + right
                            + ". The divisor must not be zero");
        }
        long result;
        try {
            result = switch (this) {
                case ADD -> Math.addExact(left, right);
                case SUBTRACT -> Math.subtractExact(left, right);
                case MULTIPLY -> Math.multiplyExact(left, right);
                case DIVIDE -> right == -1 ? Math.negateExact(left) : left / right;
                case MODULO -> right == -1 ? 0 : left % right;
            };
        } catch (ArithmeticException e) {
            throw overflow(verb, kind, left + " " + symbol + " " + right);
        }
        if (result < least(kind) || result > -(least(kind) + 1)) {
            throw overflow(verb, kind, left + " " + symbol + " " + right);
        }
        return result;
    }

    float apply(float left, float right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
        };
    }

    static GrismException overflow(String verb, TypeKind kind, String operation) {
        return new GrismException(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot " + verb + " " + kind + ": " + operation + ". The result must be between " + least(kind)
                        + " and " + -(least(kind) + 1));
    }

    private static long least(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }
}
