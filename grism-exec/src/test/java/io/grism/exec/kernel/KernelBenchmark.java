package io.grism.exec.kernel;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.expr.Evaluator;
import io.grism.exec.expr.Evaluators;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.expr.PredicateEvaluator;
import io.grism.exec.expr.SimpleEvaluationContext;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Nanoseconds of processor time a row of columns, kernels and evaluators, the least of several rounds. Run its {@code main} with the
 * optional arguments: batches a round, rounds.
 */
final class KernelBenchmark {
    private static final Field ID = TypeKind.BIGINT.field("id");
    private static final Field AGE = TypeKind.INTEGER.field("age");
    private static final Field SCORE = TypeKind.DOUBLE.field("score");
    private static final Field NAME = TypeKind.VARCHAR.field("name");
    private static final Field MAYBE = TypeKind.BIGINT.field("maybe");
    private static final Field PRICE = TypeKind.decimal("price", 15, 2);
    private static final Field BOOLEAN = TypeKind.BOOLEAN.field("b");
    private static final List<Field> FIELDS = List.of(ID, AGE, SCORE, NAME, MAYBE, PRICE);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int batches;
    private final int rounds;
    private final Appendable out;

    KernelBenchmark(int batches, int rounds, Appendable out) {
        this.batches = batches;
        this.rounds = rounds;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        int batches = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        new KernelBenchmark(batches, rounds, System.out).run();
    }

    void run() throws Exception {
        try (BufferAllocator allocator = new RootAllocator();
                Batch batch = batch(allocator)) {
            int rows = batch.rowCount();
            for (int i = 0; i < FIELDS.size(); i++) {
                columns(batch, i, rows, allocator);
            }
            keys(batch, rows);
            predicates(batch, rows, allocator);
            values(batch, rows, allocator);
        }
    }

    private static Batch batch(BufferAllocator allocator) {
        Random random = new Random(1);
        RowBuffer rows = new RowBuffer(FIELDS);
        for (int i = 0; i < Batch.TARGET_ROWS; i++) {
            rows.appendRow(
                    random.nextLong(),
                    random.nextInt(100),
                    random.nextDouble(),
                    "name " + random.nextInt(1000),
                    random.nextInt(8) == 0 ? null : random.nextLong(),
                    BigDecimal.valueOf(random.nextInt(1_000_000), 2));
        }
        return rows.slice(0, rows.size(), allocator);
    }

    private void columns(Batch batch, int index, int rows, BufferAllocator allocator) throws Exception {
        String name = FIELDS.get(index).getName();
        RowBuffer column = new RowBuffer(List.of(FIELDS.get(index)));
        Batch one = new Batch(rows, Gather.share(batch.column(index), allocator));
        try (one) {
            int[] scattered = new Random(2).ints(rows / 2, 0, rows).sorted().toArray();
            measure("append block " + name, rows, () -> {
                column.append(one);
                if (column.size() > 300_000) {
                    column.clear();
                }
            });
            measure("append selected " + name, rows / 2, () -> {
                column.append(one, scattered, 0, rows / 2);
                if (column.size() > 300_000) {
                    column.clear();
                }
            });
            while (column.size() < 250_000) {
                column.append(one);
            }
            int[] anywhere = new Random(3).ints(rows, 0, column.size()).toArray();
            measure("gather column " + name, rows, () -> column.gather(anywhere, 0, rows, allocator)
                    .close());
            measure("slice column " + name, rows, () -> column.slice(1, rows, allocator)
                    .close());
            long[] hashes = new long[rows];
            measure("hash " + name, rows, () -> column.hash(new int[] {0}, 1, rows, hashes));
            measure("gather vector " + name, rows / 2, () -> Gather.gather(one, scattered, rows / 2, allocator)
                    .close());
            measure("share vector " + name, rows, () -> Gather.share(one.column(0), allocator)
                    .close());
        }
    }

    private void keys(Batch batch, int rows) throws Exception {
        RowBuffer left = new RowBuffer(FIELDS);
        left.append(batch);
        RowBuffer right = new RowBuffer(FIELDS);
        right.append(batch);
        int[] keys = {0, 3};
        measure("equal keys id, name", rows, () -> {
            for (int i = 0; i < rows; i++) {
                if (!left.equal(i, keys, right, i, keys)) {
                    throw new AssertionError();
                }
            }
        });
    }

    private void predicates(Batch batch, int rows, BufferAllocator allocator) throws Exception {
        SimpleEvaluationContext context = new SimpleEvaluationContext(allocator);
        Expression adult = compare(Function.GREATER_OR_EQUAL, 1, AGE, 50);
        Expression scored = compare(Function.LESS, 2, SCORE, 0.5);
        Expression named = compare(Function.EQUALS, 3, NAME, "name 7");
        Expression known =
                new Expression.Call(Function.IS_NOT_NULL, List.of(new Expression.ColumnRef(4, MAYBE)), BOOLEAN);
        Expression pair = new Expression.Call(
                Function.LESS, List.of(new Expression.ColumnRef(0, ID), new Expression.ColumnRef(4, MAYBE)), BOOLEAN);
        Expression sum = new Expression.Call(
                Function.GREATER,
                List.of(add(new Expression.Literal(5, AGE)), new Expression.Literal(50, AGE)),
                BOOLEAN);
        predicate("age >= 50", adult, batch, rows, context);
        predicate("age = 5", compare(Function.EQUALS, 1, AGE, 5), batch, rows, context);
        predicate("id > 0", compare(Function.GREATER, 0, ID, 0L), batch, rows, context);
        predicate("score < 0.5", scored, batch, rows, context);
        predicate("name = 'name 7'", named, batch, rows, context);
        predicate("name < 'name 5'", compare(Function.LESS, 3, NAME, "name 5"), batch, rows, context);
        predicate("maybe IS NOT NULL", known, batch, rows, context);
        predicate("id < maybe", pair, batch, rows, context);
        predicate("price > 500", compare(Function.GREATER, 5, PRICE, new BigDecimal("500.00")), batch, rows, context);
        predicate(
                "age >= 50 AND score < 0.5 AND name < 'name 5'",
                call(Function.AND, adult, scored, compare(Function.LESS, 3, NAME, "name 5")),
                batch,
                rows,
                context);
        predicate("age >= 50 OR score < 0.5", call(Function.OR, adult, scored), batch, rows, context);
        predicate("age + 5 > 50", sum, batch, rows, context);
    }

    private void predicate(String name, Expression expression, Batch batch, int rows, SimpleEvaluationContext context)
            throws Exception {
        PredicateEvaluator predicate = Evaluators.compilePredicate(expression, context);
        int[] selected = new int[rows];
        measure("where " + name, rows, () -> predicate.select(batch, selected));
    }

    private void values(Batch batch, int rows, BufferAllocator allocator) throws Exception {
        SimpleEvaluationContext context = new SimpleEvaluationContext(allocator);
        value("age + 5", add(new Expression.Literal(5, AGE)), batch, rows, context);
        value("age + age", add(new Expression.ColumnRef(1, AGE)), batch, rows, context);
        value(
                "id / 7",
                new Expression.Call(
                        Function.DIVIDE, List.of(new Expression.ColumnRef(0, ID), new Expression.Literal(7L, ID)), ID),
                batch,
                rows,
                context);
        value(
                "score * score",
                new Expression.Call(
                        Function.MULTIPLY,
                        List.of(new Expression.ColumnRef(2, SCORE), new Expression.ColumnRef(2, SCORE)),
                        SCORE),
                batch,
                rows,
                context);
        value(
                "maybe - maybe",
                new Expression.Call(
                        Function.SUBTRACT,
                        List.of(new Expression.ColumnRef(4, MAYBE), new Expression.ColumnRef(4, MAYBE)),
                        MAYBE),
                batch,
                rows,
                context);
        value(
                "age as BIGINT",
                new Expression.Call(Function.WIDEN, List.of(new Expression.ColumnRef(1, AGE)), ID),
                batch,
                rows,
                context);
        Expression price = new Expression.ColumnRef(5, PRICE);
        value(
                "price + price",
                new Expression.Call(Function.ADD, List.of(price, price), TypeKind.decimal("sum", 16, 2)),
                batch,
                rows,
                context);
        value(
                "price * age",
                new Expression.Call(
                        Function.MULTIPLY,
                        List.of(price, new Expression.ColumnRef(1, AGE)),
                        TypeKind.decimal("product", 25, 2)),
                batch,
                rows,
                context);
        value("age >= 50", compare(Function.GREATER_OR_EQUAL, 1, AGE, 50), batch, rows, context);
        value("'constant'", new Expression.Literal("constant", NAME), batch, rows, context);
    }

    private void value(String name, Expression expression, Batch batch, int rows, SimpleEvaluationContext context)
            throws Exception {
        Evaluator evaluator = Evaluators.compile(expression, context);
        measure("value " + name, rows, () -> {
            try (FieldVector vector = evaluator.evaluate(batch)) {
                if (vector.getValueCount() != rows) {
                    throw new AssertionError();
                }
            }
        });
    }

    private static Expression add(Expression other) {
        return new Expression.Call(Function.ADD, List.of(new Expression.ColumnRef(1, AGE), other), AGE);
    }

    private static Expression compare(Function function, int column, Field type, @Nullable Object constant) {
        return new Expression.Call(
                function,
                List.of(new Expression.ColumnRef(column, type), new Expression.Literal(constant, type)),
                BOOLEAN);
    }

    private static Expression call(Function function, Expression... operands) {
        return new Expression.Call(function, List.of(operands), BOOLEAN);
    }

    private void measure(String name, int rows, Runnable step) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < batches; i++) {
                step.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        out.append(String.format("%-55s %8.2f%n", name, (double) least / batches / rows));
    }
}
