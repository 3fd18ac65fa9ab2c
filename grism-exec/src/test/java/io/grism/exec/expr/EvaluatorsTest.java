package io.grism.exec.expr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BoxedValues;
import io.grism.exec.column.VectorValues;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluatorsTest {
    private static final Field BOOLEAN = TypeKind.BOOLEAN.field("b");
    private static final Field INTEGER = TypeKind.INTEGER.field("i");
    private static final EnumSet<Function> COMPARISONS = EnumSet.of(
            Function.EQUALS,
            Function.NOT_EQUALS,
            Function.LESS,
            Function.LESS_OR_EQUAL,
            Function.GREATER,
            Function.GREATER_OR_EQUAL,
            Function.IS_DISTINCT_FROM,
            Function.IS_NOT_DISTINCT_FROM);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    static List<Field> fields() {
        return Samples.allFields();
    }

    /** Columns of random values, and the batch that holds them. */
    private record Data(List<Field> fields, List<List<@Nullable Object>> columns, Batch batch) {
        @Nullable
        Object[] row(int row) {
            return columns.stream().map(column -> column.get(row)).toArray();
        }
    }

    private Data data(List<Field> fields, Random random) {
        int rows = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(200);
        List<List<@Nullable Object>> columns = new ArrayList<>();
        FieldVector[] vectors = new FieldVector[fields.size()];
        for (int i = 0; i < vectors.length; i++) {
            double nulls = new double[] {0, 0.3, 1}[random.nextInt(8) % 3];
            columns.add(Samples.values(fields.get(i), rows, nulls, random));
            vectors[i] = random.nextBoolean()
                    ? Samples.vector(fields.get(i), columns.get(i), leaks.allocator())
                    : Samples.slicedVector(fields.get(i), columns.get(i), leaks.allocator(), random);
        }
        return new Data(fields, columns, new Batch(rows, vectors));
    }

    private EvaluationContext context(@Nullable Object... parameters) {
        return new SimpleEvaluationContext(
                leaks.allocator(), Arrays.asList(parameters), 0, TimeZone.getTimeZone("UTC"), "test");
    }

    private static Expression call(Function function, Field type, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments), type);
    }

    private static Expression column(int index, Field type) {
        return new Expression.ColumnRef(index, type);
    }

    private static Expression literal(@Nullable Object value, Field type) {
        return new Expression.Literal(value, type);
    }

    /** Checks an expression against its slow twin, as a value and, when BOOLEAN, as a predicate. */
    private void check(String message, Expression expression, Data data, EvaluationContext context) {
        List<@Nullable Object> expected = new ArrayList<>();
        boolean fails = false;
        for (int i = 0; i < data.batch().rowCount(); i++) {
            try {
                expected.add(ScalarTwin.evaluate(expression, data.row(i), context));
            } catch (ScalarTwin.SqlError e) {
                fails = true;
            }
        }
        Evaluator evaluator = Evaluators.compile(expression, context);
        if (fails) {
            GrismException e = assertThrows(
                    GrismException.class, () -> evaluator.evaluate(data.batch()).close(), message);
            assertTrue(
                    e.code() == ErrorCode.NUMERIC_OVERFLOW || e.code() == ErrorCode.DIVISION_BY_ZERO,
                    () -> message + e);
            return;
        }
        for (int again = 0; again < 2; again++) {
            try (FieldVector actual = evaluator.evaluate(data.batch())) {
                assertEquals(expected.size(), actual.getValueCount(), message);
                for (int i = 0; i < expected.size(); i++) {
                    Object value = VectorValues.get(actual, i);
                    int row = i;
                    assertTrue(
                            BoxedValues.equal(expected.get(i), value),
                            () -> message + ", row " + row + " " + Arrays.deepToString(data.row(row)) + ": expected "
                                    + expected.get(row) + " but was " + value);
                }
            }
        }
        if (TypeKind.of(expression.type()) == TypeKind.BOOLEAN) {
            int[] rows = new int[data.batch().rowCount()];
            int count = Evaluators.compilePredicate(expression, context).select(data.batch(), rows);
            List<Integer> wanted = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                if (Boolean.TRUE.equals(expected.get(i))) {
                    wanted.add(i);
                }
            }
            assertEquals(wanted, Arrays.stream(rows, 0, count).boxed().toList(), message);
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void compares(Field field) {
        if (TypeKind.of(field) == TypeKind.NULL) {
            return;
        }
        for (long seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            Data data = data(List.of(field, field), random);
            Object constant = Samples.nullable(field, random, 0.1);
            EvaluationContext context = context(constant);
            try (Batch batch = data.batch()) {
                for (Function function : COMPARISONS) {
                    String message = function + " of " + field + ", " + batch.rowCount() + " rows, seed " + seed;
                    check(message, call(function, BOOLEAN, column(0, field), column(1, field)), data, context);
                    check(message, call(function, BOOLEAN, column(0, field), literal(constant, field)), data, context);
                    check(
                            message,
                            call(function, BOOLEAN, new Expression.Parameter(0, field), column(1, field)),
                            data,
                            context);
                    check(
                            message,
                            call(function, BOOLEAN, literal(constant, field), literal(constant, field)),
                            data,
                            context);
                }
                check("IS NULL", call(Function.IS_NULL, BOOLEAN, column(0, field)), data, context);
                check("IS NOT NULL", call(Function.IS_NOT_NULL, BOOLEAN, column(0, field)), data, context);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE"})
    void computes(TypeKind kind) {
        Field field = kind.field("n");
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            boolean small = random.nextBoolean();
            Data data = data(List.of(field, field), small ? new Random(seed) : random);
            Object constant = Samples.nullable(field, random, 0.1);
            EvaluationContext context = context();
            try (Batch batch = data.batch()) {
                for (Function function : EnumSet.range(Function.ADD, Function.MODULO)) {
                    String message = function + " of " + field + ", " + batch.rowCount() + " rows, seed " + seed;
                    check(message, call(function, field, column(0, field), column(1, field)), data, context);
                    check(message, call(function, field, column(0, field), literal(constant, field)), data, context);
                    check(message, call(function, field, literal(constant, field), column(1, field)), data, context);
                }
                check("-, seed " + seed, call(Function.NEGATE, field, column(0, field)), data, context);
            }
        }
    }

    @Test
    void computesWithoutOverflow() {
        for (TypeKind kind : List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT)) {
            Field field = kind.field("n");
            for (Function function : EnumSet.range(Function.ADD, Function.MODULO)) {
                Random random = new Random(kind.ordinal());
                List<@Nullable Object> left = new ArrayList<>();
                List<@Nullable Object> right = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    // Where one side is null, the other may be anything.
                    boolean isNull = random.nextInt(4) == 0;
                    left.add(isNull ? null : number(kind, random.nextInt(21) - 10));
                    right.add(isNull ? Samples.value(field, random) : number(kind, 1 + random.nextInt(9)));
                }
                FieldVector a = Samples.vector(field, left, leaks.allocator());
                FieldVector b = Samples.vector(field, right, leaks.allocator());
                // What a null holds is nobody's business.
                for (int i = 0; i < 300; i++) {
                    if (left.get(i) == null) {
                        a.getDataBuffer().setByte((long) i * a.getDataBuffer().capacity() / a.getValueCapacity(), 0x80);
                    }
                }
                try (Batch batch = new Batch(300, a, b)) {
                    Data data = new Data(List.of(field, field), List.of(left, right), batch);
                    check(
                            function + " of " + kind,
                            call(function, field, column(0, field), column(1, field)),
                            data,
                            context());
                }
            }
        }
    }

    @Test
    void computesDecimals() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Field left = decimalOperand(random);
            Field right = decimalOperand(random);
            int precision = 1 + random.nextInt(38);
            Field result = TypeKind.decimal("result", precision, random.nextInt(Math.min(precision, 12) + 1));
            Data data = data(List.of(left, right), random);
            try (Batch batch = data.batch()) {
                String message = left + ", " + right + ": " + result + ", " + batch.rowCount() + " rows, seed " + seed;
                for (Function function : List.of(Function.ADD, Function.SUBTRACT, Function.MULTIPLY)) {
                    Object constant = Samples.nullable(right, random, 0.1);
                    check(message, call(function, result, column(0, left), column(1, right)), data, context());
                    check(message, call(function, result, column(0, left), literal(constant, right)), data, context());
                    check(message, call(function, result, literal(constant, right), column(0, left)), data, context());
                }
                check(message, call(Function.WIDEN, result, column(0, left)), data, context());
            }
        }
    }

    @Test
    void computesDecimalsThatFit() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int leftPrecision = 1 + random.nextInt(18);
            int rightPrecision = 1 + random.nextInt(18);
            int leftScale = random.nextInt(leftPrecision + 1);
            int rightScale = random.nextInt(rightPrecision + 1);
            Field left = TypeKind.decimal("left", leftPrecision, leftScale);
            Field right = TypeKind.decimal("right", rightPrecision, rightScale);
            int scale = Math.max(leftScale, rightScale);
            int digits = Math.max(leftPrecision - leftScale, rightPrecision - rightScale);
            Field sum = TypeKind.decimal("sum", digits + scale + 1, scale);
            Field product = TypeKind.decimal("product", leftPrecision + rightPrecision, leftScale + rightScale);
            Data data = data(List.of(left, right), random);
            try (Batch batch = data.batch()) {
                String message = left + ", " + right + ", " + batch.rowCount() + " rows, seed " + seed;
                Object constant = Samples.value(right, random);
                checkFits(message, call(Function.ADD, sum, column(0, left), column(1, right)), data);
                checkFits(message, call(Function.SUBTRACT, sum, literal(constant, right), column(0, left)), data);
                checkFits(message, call(Function.MULTIPLY, product, column(0, left), column(1, right)), data);
                checkFits(message, call(Function.MULTIPLY, product, column(0, left), literal(constant, right)), data);
                checkFits(message, call(Function.WIDEN, sum, column(0, left)), data);
            }
        }
    }

    private void checkFits(String message, Expression expression, Data data) {
        try (FieldVector result = Evaluators.compile(expression, context()).evaluate(data.batch())) {
            assertEquals(data.batch().rowCount(), result.getValueCount(), message);
        }
        check(message, expression, data, context());
    }

    /** Sometimes an integer type, mostly a DECIMAL of few digits. */
    private static Field decimalOperand(Random random) {
        int precision = 1 + random.nextInt(random.nextInt(4) == 0 ? 38 : 12);
        return switch (random.nextInt(8)) {
            case 0 -> TypeKind.TINYINT.field("n");
            case 1 -> TypeKind.SMALLINT.field("n");
            case 2 -> INTEGER;
            case 3 -> TypeKind.BIGINT.field("n");
            default -> TypeKind.decimal("d", precision, random.nextInt(Math.min(precision, 6) + 1));
        };
    }

    private static Object number(TypeKind kind, int value) {
        return switch (kind) {
            case TINYINT -> (byte) value;
            case SMALLINT -> (short) value;
            case INTEGER -> value;
            default -> (long) value;
        };
    }

    @Test
    void widens() {
        List<TypeKind> kinds = List.of(
                TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT, TypeKind.REAL, TypeKind.DOUBLE);
        for (int i = 0; i < kinds.size(); i++) {
            for (int j = i; j < kinds.size(); j++) {
                Field from = kinds.get(i).field("from");
                Field to = kinds.get(j).field("to");
                Data data = data(List.of(from), new Random(i + 10L * j));
                try (Batch batch = data.batch()) {
                    check(
                            from + " to " + to + ", rows " + batch.rowCount(),
                            call(Function.WIDEN, to, column(0, from)),
                            data,
                            context());
                }
            }
        }
    }

    @Test
    void decidesAnyCondition() {
        List<Field> fields =
                List.of(BOOLEAN, BOOLEAN, INTEGER, TypeKind.VARCHAR.field("s"), TypeKind.DOUBLE.field("d"));
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Data data = data(fields, random);
            try (Batch batch = data.batch()) {
                Expression condition = condition(fields, random, 4);
                check("seed " + seed + ", rows " + batch.rowCount(), condition, data, context());
            }
        }
    }

    private static Expression condition(List<Field> fields, Random random, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            int index = random.nextInt(fields.size());
            Field field = fields.get(index);
            if (index < 2) {
                return random.nextInt(6) == 0
                        ? literal(Samples.nullable(BOOLEAN, random, 0.3), BOOLEAN)
                        : column(index, field);
            }
            Function function = COMPARISONS.stream().toList().get(random.nextInt(COMPARISONS.size()));
            return call(function, BOOLEAN, column(index, field), literal(Samples.nullable(field, random, 0.1), field));
        }
        Function[] functions = {
            Function.AND,
            Function.OR,
            Function.NOT,
            Function.IS_TRUE,
            Function.IS_NOT_TRUE,
            Function.IS_FALSE,
            Function.IS_NOT_FALSE,
            Function.IS_NULL,
            Function.IS_NOT_NULL,
            Function.AND,
            Function.OR,
            Function.EQUALS,
            Function.LESS,
            Function.IS_DISTINCT_FROM
        };
        Function function = functions[random.nextInt(functions.length)];
        int operands = function == Function.AND || function == Function.OR
                ? 2 + random.nextInt(3)
                : COMPARISONS.contains(function) ? 2 : 1;
        Expression[] arguments = new Expression[operands];
        for (int i = 0; i < operands; i++) {
            arguments[i] = condition(fields, random, depth - 1);
        }
        return call(function, BOOLEAN, arguments);
    }

    @Test
    void namesTheOperationThatFails() {
        Field tiny = TypeKind.TINYINT.field("n");
        assertFails(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot add TINYINT: 100 + 100. The result must be between -128 and 127",
                call(Function.ADD, tiny, literal((byte) 100, tiny), literal((byte) 100, tiny)));
        assertFails(
                ErrorCode.DIVISION_BY_ZERO,
                "Cannot divide INTEGER: 7 / 0. The divisor must not be zero",
                call(Function.DIVIDE, INTEGER, literal(7, INTEGER), literal(0, INTEGER)));
        Field big = TypeKind.BIGINT.field("n");
        assertFails(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot negate BIGINT: -9223372036854775808. The result must be between -9223372036854775808 and 9223372036854775807",
                call(Function.NEGATE, big, literal(Long.MIN_VALUE, big)));
        assertFails(
                ErrorCode.NUMERIC_OVERFLOW,
                "Cannot divide INTEGER: -2147483648 / -1. The result must be between -2147483648 and 2147483647",
                call(Function.DIVIDE, INTEGER, literal(Integer.MIN_VALUE, INTEGER), literal(-1, INTEGER)));
    }

    private void assertFails(ErrorCode code, String message, Expression expression) {
        Evaluator evaluator = Evaluators.compile(expression, context());
        GrismException e = assertThrows(GrismException.class, () -> evaluator.evaluate(new Batch(1)));
        assertEquals(message, e.getMessage());
        assertEquals(code, e.code());
    }

    @Test
    void protectsRowsThatAnEarlierOperandExcludes() {
        Expression n = column(0, INTEGER);
        Expression zero = literal(0, INTEGER);
        Expression inverse = call(Function.DIVIDE, INTEGER, literal(10, INTEGER), n);
        Expression large = call(Function.GREATER, BOOLEAN, inverse, literal(2, INTEGER));
        List<@Nullable Object> values = Arrays.asList(0, 1, null, 5, 0, 3);
        try (Batch batch = new Batch(6, Samples.vector(INTEGER, values, leaks.allocator()))) {
            int[] rows = new int[6];
            Expression and = call(Function.AND, BOOLEAN, large, call(Function.NOT_EQUALS, BOOLEAN, n, zero));
            assertEquals(2, Evaluators.compilePredicate(and, context()).select(batch, rows));
            assertArrayEquals(new int[] {1, 5}, Arrays.copyOf(rows, 2));
            Expression or = call(Function.OR, BOOLEAN, call(Function.EQUALS, BOOLEAN, n, zero), large);
            assertEquals(4, Evaluators.compilePredicate(or, context()).select(batch, rows));
            assertArrayEquals(new int[] {0, 1, 4, 5}, Arrays.copyOf(rows, 4));
            try (FieldVector value = Evaluators.compile(and, context()).evaluate(batch)) {
                assertEquals(Arrays.asList(false, true, null, false, false, true), Samples.values(value));
            }
            PredicateEvaluator alone = Evaluators.compilePredicate(large, context());
            assertThrows(GrismException.class, () -> alone.select(batch, rows));
        }
    }

    @Test
    void sharesColumnsWithTheBatch() {
        FieldVector shared;
        try (Batch batch = new Batch(2, Samples.vector(INTEGER, List.of(4, 5), leaks.allocator()))) {
            shared = Evaluators.compile(column(0, INTEGER), context()).evaluate(batch);
        }
        try (FieldVector vector = shared) {
            assertEquals(List.of(4, 5), Samples.values(vector));
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void repeatsConstants(Field field) {
        Random random = new Random(3);
        for (int rows : new int[] {0, 1, 7, 8, 64, 129}) {
            Object value = Samples.nullable(field, random, 0.1);
            try (Batch batch = new Batch(rows);
                    FieldVector vector =
                            Evaluators.compile(literal(value, field), context()).evaluate(batch)) {
                assertEquals(rows, vector.getValueCount());
                for (Object actual : Samples.values(vector)) {
                    assertTrue(BoxedValues.equal(value, actual), () -> field + ": " + actual);
                }
            }
        }
    }

    @Test
    void runsGeneratedCode() {
        Field text = TypeKind.VARCHAR.field("s");
        Expression.Generated generated =
                new Expression.Generated("text of sum", List.of(column(0, INTEGER), literal(1, INTEGER)), text);
        ExpressionCompiler compiler = source -> (inputs, rowCount, output, context) -> {
            for (int i = 0; i < rowCount; i++) {
                Object value = VectorValues.get(inputs[0], i);
                if (value == null) {
                    throw new GrismException(ErrorCode.DATA_ERROR, source);
                }
                VectorValues.set(
                        output, i, Integer.toString((Integer) value + (Integer) VectorValues.get(inputs[1], i)));
            }
        };
        GeneratedEvaluator evaluator = new GeneratedEvaluator(generated, compiler, context());
        try (Batch batch = new Batch(2, Samples.vector(INTEGER, List.of(4, 5), leaks.allocator()));
                FieldVector result = evaluator.evaluate(batch)) {
            assertEquals(List.of("5", "6"), Samples.values(result));
        }
        try (Batch batch = new Batch(2, Samples.vector(INTEGER, Arrays.asList(4, null), leaks.allocator()))) {
            assertThrows(GrismException.class, () -> evaluator.evaluate(batch));
        }
    }

    @Test
    void missesACompiler() {
        Expression generated = new Expression.Generated("x", List.of(), INTEGER);
        GrismException e = assertThrows(GrismException.class, () -> Evaluators.compile(generated, context()));
        assertTrue(e.getMessage().startsWith("Cannot run generated code"));
    }
}
