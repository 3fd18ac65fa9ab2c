package io.grism.exec.operator;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Which columns of the two sides of a join must be equal, and whether NULL equals NULL there. */
public final class JoinKeys {
    private final int[] left;
    private final int[] right;
    private final boolean[] nullsEqual;
    private final List<Field> leftFields;

    private JoinKeys(int[] left, int[] right, boolean[] nullsEqual, List<Field> leftFields) {
        this.left = left;
        this.right = right;
        this.nullsEqual = nullsEqual;
        this.leftFields = leftFields;
    }

    /** No keys: any right row may match. */
    public static JoinKeys none() {
        return new JoinKeys(new int[0], new int[0], new boolean[0], List.of());
    }

    /** The keys of a join of two inputs; both columns of a key have one type, are decimals of one scale, or are integers and the only key. */
    public static JoinKeys of(
            Schema leftSchema, Schema rightSchema, List<Integer> left, List<Integer> right, List<Boolean> nullsEqual) {
        List<Field> leftFields =
                left.stream().map(i -> leftSchema.getFields().get(i)).toList();
        for (int i = 0; i < left.size(); i++) {
            Field rightField = rightSchema.getFields().get(right.get(i));
            if (!comparable(leftFields.get(i), rightField, left.size())) {
                throw new GrismException(
                        ErrorCode.INTERNAL,
                        "Cannot join on columns of different types: " + leftFields.get(i) + " and " + rightField);
            }
        }
        boolean[] flags = new boolean[nullsEqual.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = nullsEqual.get(i);
        }
        return new JoinKeys(ordinals(left), ordinals(right), flags, leftFields);
    }

    private static boolean comparable(Field left, Field right, int keys) {
        return left.getType().equals(right.getType())
                || (keys == 1 && isInteger(left) && isInteger(right))
                || (left.getType() instanceof ArrowType.Decimal a
                        && right.getType() instanceof ArrowType.Decimal b
                        && a.getScale() == b.getScale());
    }

    private static boolean isInteger(Field field) {
        return switch (TypeKind.of(field)) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    private static int[] ordinals(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    int count() {
        return left.length;
    }

    int left(int key) {
        return left[key];
    }

    int[] right() {
        return right;
    }

    boolean nullsEqual(int key) {
        return nullsEqual[key];
    }

    List<Field> leftFields() {
        return leftFields;
    }
}
