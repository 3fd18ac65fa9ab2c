package io.grism.calcite.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.calcite.function.GrismOperatorTable;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Evaluators;
import io.grism.exec.expr.Expression;
import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each kernel against the generated code of the same call, on random columns with nulls and extremes, values and errors alike. */
class KernelTwinsTest {
    private static final int ROWS = 64;
    private static final List<TypeKind> COMPARED = List.of(
            TypeKind.BOOLEAN,
            TypeKind.TINYINT,
            TypeKind.SMALLINT,
            TypeKind.INTEGER,
            TypeKind.BIGINT,
            TypeKind.REAL,
            TypeKind.DOUBLE,
            TypeKind.DECIMAL,
            TypeKind.VARCHAR,
            TypeKind.VARBINARY,
            TypeKind.DATE,
            TypeKind.TIME,
            TypeKind.TIMESTAMP,
            TypeKind.TIMESTAMP_TZ,
            TypeKind.UUID);
    private static final List<TypeKind> COMPUTED = List.of(
            TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT, TypeKind.REAL, TypeKind.DOUBLE);

    private final SqlExpressions sql = new SqlExpressions(GrismOperatorTable.instance(), new Schema(List.of()));
    private final long seed = Seeds.first();
    private final Random random = new Random(seed);

    @Test
    void comparisons() {
        List<SqlOperator> operators = List.of(
                SqlStdOperatorTable.EQUALS,
                SqlStdOperatorTable.NOT_EQUALS,
                SqlStdOperatorTable.LESS_THAN,
                SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                SqlStdOperatorTable.GREATER_THAN,
                SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                SqlStdOperatorTable.IS_DISTINCT_FROM,
                SqlStdOperatorTable.IS_NOT_DISTINCT_FROM);
        for (TypeKind kind : COMPARED) {
            for (SqlOperator operator : operators) {
                agree(operator, type(kind), type(kind));
            }
        }
    }

    @Test
    void arithmetic() {
        for (TypeKind kind : COMPUTED) {
            for (SqlOperator operator : List.of(
                    SqlStdOperatorTable.PLUS,
                    SqlStdOperatorTable.MINUS,
                    SqlStdOperatorTable.MULTIPLY,
                    SqlStdOperatorTable.DIVIDE)) {
                agree(operator, type(kind), type(kind));
            }
            agree(SqlStdOperatorTable.UNARY_MINUS, type(kind));
            if (kind != TypeKind.REAL && kind != TypeKind.DOUBLE) {
                agree(SqlStdOperatorTable.MOD, type(kind), type(kind));
            }
        }
    }

    @Test
    void decimals() {
        List<RelDataType> types = List.of(
                decimal(5, 2), decimal(9, 0), decimal(18, 6), decimal(20, 2), decimal(38, 10), type(TypeKind.INTEGER));
        for (RelDataType left : types) {
            for (RelDataType right : types) {
                if (left != right || ArrowTypes.kind(left) == TypeKind.DECIMAL) {
                    agree(SqlStdOperatorTable.PLUS, left, right);
                    agree(SqlStdOperatorTable.MINUS, left, right);
                    agree(SqlStdOperatorTable.MULTIPLY, left, right);
                }
                RexNode cast = sql.builder.makeAbstractCast(right, sql.builder.makeInputRef(left, 0), false);
                if (left != right && new RexTranslator(sql.builder).translate(cast) instanceof Expression.Call) {
                    agree(cast, List.of(left));
                }
            }
        }
    }

    private RelDataType decimal(int precision, int scale) {
        return sql.factory.createTypeWithNullability(
                sql.factory.createSqlType(SqlTypeName.DECIMAL, precision, scale), true);
    }

    @Test
    void logic() {
        RelDataType bool = type(TypeKind.BOOLEAN);
        agree(SqlStdOperatorTable.AND, bool, bool, bool);
        agree(SqlStdOperatorTable.OR, bool, bool, bool);
        for (SqlOperator operator : List.of(
                SqlStdOperatorTable.NOT,
                SqlStdOperatorTable.IS_TRUE,
                SqlStdOperatorTable.IS_NOT_TRUE,
                SqlStdOperatorTable.IS_FALSE,
                SqlStdOperatorTable.IS_NOT_FALSE)) {
            agree(operator, bool);
        }
        for (TypeKind kind : COMPARED) {
            agree(SqlStdOperatorTable.IS_NULL, type(kind));
            agree(SqlStdOperatorTable.IS_NOT_NULL, type(kind));
        }
    }

    @Test
    void widening() {
        for (TypeKind from : COMPUTED) {
            for (TypeKind to : COMPUTED) {
                RexNode cast = sql.builder.makeAbstractCast(type(to), sql.builder.makeInputRef(type(from), 0), false);
                if (new RexTranslator(sql.builder).translate(cast) instanceof Expression.Call) {
                    agree(cast, List.of(type(from)));
                }
            }
        }
    }

    private void agree(SqlOperator operator, RelDataType... types) {
        List<RexNode> refs = new ArrayList<>();
        for (RelDataType type : types) {
            refs.add(sql.builder.makeInputRef(type, refs.size()));
        }
        agree(sql.builder.makeCall(operator, refs), Arrays.asList(types));
    }

    private void agree(RexNode call, List<RelDataType> types) {
        Expression kernel = new RexTranslator(sql.builder).translate(call);
        assertTrue(kernel instanceof Expression.Call, () -> "no kernel for " + call);
        try (BufferAllocator allocator = new RootAllocator()) {
            for (int round = 0; round < 3; round++) {
                agree(call, kernel, types, allocator, round == 2 ? 1 : ROWS);
            }
        }
    }

    private void agree(RexNode call, Expression kernel, List<RelDataType> types, BufferAllocator allocator, int rows) {
        FieldVector[] columns = new FieldVector[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(ArrowTypes.field("c" + i, types.get(i)), rows, allocator);
        }
        try (Batch batch = new Batch(rows, columns)) {
            String where = call + " over " + types + ", seed " + seed;
            String fast = outcome(() -> Evaluators.compile(kernel, GeneratedEvaluation.context(allocator))
                    .evaluate(batch));
            String slow = outcome(() -> GeneratedEvaluation.evaluate(sql.builder, call, columns, rows, allocator));
            assertEquals(slow, fast, where + "\n" + Arrays.toString(columns));
        }
    }

    private static String outcome(java.util.function.Supplier<FieldVector> evaluation) {
        try (FieldVector vector = evaluation.get()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < vector.getValueCount(); i++) {
                values.add(String.valueOf(VectorValues.get(vector, i)));
            }
            return values.toString();
        } catch (GrismException e) {
            return e.code().name();
        }
    }

    private FieldVector column(Field field, int rows, BufferAllocator allocator) {
        FieldVector vector = field.createVector(allocator);
        boolean tame = random.nextBoolean();
        for (int i = 0; i < rows; i++) {
            VectorValues.set(vector, i, random.nextInt(5) == 0 ? null : value(field, tame));
        }
        vector.setValueCount(rows);
        return vector;
    }

    private @Nullable Object value(Field field, boolean tame) {
        long wide = tame || random.nextBoolean()
                ? random.nextInt(7) - 3
                : random.nextInt(4) == 0 ? (random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE) : random.nextLong();
        double real = random.nextInt(6) == 0
                ? new double[] {Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}
                        [random.nextInt(6)]
                : random.nextInt(9) / 2.0 - 2;
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) clamp(wide, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> (short) clamp(wide, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> (int) clamp(wide, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> wide;
            case REAL -> (float) real;
            case DOUBLE -> real;
            case DECIMAL -> decimal((ArrowType.Decimal) field.getType(), wide);
            case VARCHAR ->
                List.of("", "a", "ab", "b", "ä", "\uFF5E", "\uD83D\uDE00").get(random.nextInt(7));
            case VARBINARY -> new byte[][] {{}, {1}, {1, 2}, {-1}, {127}}[random.nextInt(5)];
            case DATE, TIME -> random.nextInt(5);
            case TIMESTAMP, TIMESTAMP_TZ -> wide;
            case UUID -> new UUID(random.nextInt(3) - 1, random.nextInt(3) - 1);
            default -> throw new AssertionError(field);
        };
    }

    private static BigDecimal decimal(ArrowType.Decimal type, long wide) {
        BigInteger unscaled = BigInteger.valueOf(wide).remainder(BigInteger.TEN.pow(type.getPrecision()));
        return new BigDecimal(unscaled, type.getScale());
    }

    private static long clamp(long value, long least, long greatest) {
        return Math.max(least, Math.min(greatest, value));
    }

    private RelDataType type(TypeKind kind) {
        RelDataType type = kind == TypeKind.DECIMAL
                ? sql.factory.createSqlType(SqlTypeName.DECIMAL, 20, 2)
                : ArrowTypes.type(sql.factory, kind.field("c"));
        return sql.factory.createTypeWithNullability(type, true);
    }
}
