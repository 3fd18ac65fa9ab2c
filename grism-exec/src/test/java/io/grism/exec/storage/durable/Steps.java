package io.grism.exec.storage.durable;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Numbered transactions over several tables. What each does depends on its number and on what is there alone, so the state after each is known to everybody; and one table tells what must be in the
 * others.
 */
final class Steps {
    static final ObjectName STEP = new ObjectName("main", "step");
    static final ObjectName A = new ObjectName("main", "a");
    static final ObjectName B = new ObjectName("main", "b");

    private static final Schema STEP_SCHEMA = TestRows.schema(
            TypeKind.BIGINT.field("step"),
            TypeKind.BIGINT.field("a_count"),
            TypeKind.BIGINT.field("a_sum"),
            TypeKind.BIGINT.field("b_count"),
            TypeKind.BIGINT.field("b_sum"));
    private static final Schema A_SCHEMA =
            TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.BIGINT.field("v"), TypeKind.VARCHAR.field("text"));
    private static final Schema B_SCHEMA = TestRows.schema(TypeKind.BIGINT.field("v"));
    private static final int A_MAX = 90_000;
    private static final int A_CUT = 70_000;

    private Steps() {}

    /** What a step works on. */
    interface Target {
        int countOfA();

        long[] valuesOfA(long[] positions);

        void insertA(long firstId, long[] values);

        void updateA(long[] positions, long[] values);

        void deleteA(long[] positions);

        void insertB(long[] values);

        int countOfB();

        void deleteB(long[] positions);

        long[] valuesOfB(long[] positions);

        long[] totals();

        void setTotals(long[] totals);
    }

    static String text(long id) {
        return "text of " + id;
    }

    static void createTables(Store store) {
        try (WriteTransaction write = store.begin();
                BufferAllocator allocator = new org.apache.arrow.memory.RootAllocator()) {
            write.createTable(new TableDefinition(
                    STEP, STEP_SCHEMA, java.util.Collections.nCopies(5, "BIGINT"), List.of(), List.of(), List.of()));
            write.createTable(new TableDefinition(
                    A, A_SCHEMA, List.of("BIGINT", "BIGINT", "VARCHAR"), List.of(0), List.of(), List.of()));
            write.createTable(new TableDefinition(B, B_SCHEMA, List.of("BIGINT"), List.of(), List.of(), List.of()));
            write.append(STEP, TestRows.stream(STEP_SCHEMA, List.of(List.of(0L, 0L, 0L, 0L, 0L)), 1, allocator));
            write.commit();
        }
    }

    /** Runs a step as one transaction on the newest version. */
    static void run(Store store, long step, BufferAllocator allocator) {
        try (WriteTransaction write = store.begin()) {
            apply(step, new InStore(write, allocator));
            write.commit();
        }
    }

    static void apply(long step, Target target) {
        Random random = new Random(step * 104_729);
        long[] totals = target.totals();
        if (totals[0] != step - 1) {
            throw new AssertionError("step " + step + " after step " + totals[0]);
        }
        int kind = random.nextInt(100);
        int count = kind < 50 ? 1 : kind < 90 ? 1 + random.nextInt(20) : kind < 97 ? 2000 : 30_000;
        long[] values = random.ints(count, 0, 1000).asLongStream().toArray();
        target.insertA(step * 1_000_000, values);
        totals[1] += count;
        totals[2] += Arrays.stream(values).sum();
        long[] some = Arrays.copyOf(values, Math.min(count, 50));
        target.insertB(some);
        totals[3] += some.length;
        totals[4] += Arrays.stream(some).sum();
        if (random.nextInt(3) == 0) {
            long[] positions = positions(random, target.countOfA(), 1 + random.nextInt(5));
            long[] changed =
                    random.ints(positions.length, 0, 1000).asLongStream().toArray();
            totals[2] += Arrays.stream(changed).sum()
                    - Arrays.stream(target.valuesOfA(positions)).sum();
            target.updateA(positions, changed);
        }
        if (random.nextInt(4) == 0) {
            long[] positions = target.countOfA() > A_MAX
                    ? range(random.nextInt(target.countOfA() - A_CUT), A_CUT)
                    : positions(random, target.countOfA(), 1 + random.nextInt(3));
            totals[1] -= positions.length;
            totals[2] -= Arrays.stream(target.valuesOfA(positions)).sum();
            target.deleteA(positions);
        }
        if (random.nextInt(5) == 0) {
            long[] positions = positions(random, target.countOfB(), 1 + random.nextInt(10));
            totals[3] -= positions.length;
            totals[4] -= Arrays.stream(target.valuesOfB(positions)).sum();
            target.deleteB(positions);
        }
        totals[0] = step;
        target.setTotals(totals);
    }

    private static long[] positions(Random random, int count, int some) {
        return random.ints(Math.min(some, count), 0, count)
                .asLongStream()
                .distinct()
                .sorted()
                .toArray();
    }

    private static long[] range(int from, int count) {
        long[] positions = new long[count];
        Arrays.setAll(positions, i -> from + i);
        return positions;
    }

    /** All values of a column. */
    static long[] column(TableSnapshot table, int column, BufferAllocator allocator) {
        long[] values = new long[(int) table.rowCount()];
        int at = 0;
        for (Split split : table.splits(50_000)) {
            try (var rows = table.scan(split, new ScanRequest(List.of(column), null, 5000), allocator)) {
                for (var next = rows.next(); next != null; next = rows.next()) {
                    try (var batch = next) {
                        BigIntVector vector = (BigIntVector) batch.column(0);
                        for (int i = 0; i < batch.rowCount(); i++) {
                            values[at++] = vector.get(i);
                        }
                    }
                }
            }
        }
        if (at != values.length) {
            throw new AssertionError(at + " rows of " + values.length);
        }
        return values;
    }

    static TableSnapshot table(Snapshot snapshot, ObjectName name) {
        return Objects.requireNonNull(snapshot.table(name), name::toString);
    }

    /** The number of the newest step in a version; fails when a table does not have what the table of steps tells. */
    static long check(Snapshot snapshot, BufferAllocator allocator) {
        long[] totals = totals(snapshot, allocator);
        long[] a = column(table(snapshot, A), 1, allocator);
        long[] b = column(table(snapshot, B), 0, allocator);
        long[] found = {
            totals[0],
            a.length,
            Arrays.stream(a).sum(),
            b.length,
            Arrays.stream(b).sum()
        };
        if (!Arrays.equals(totals, found)) {
            throw new AssertionError(
                    "the tables have " + Arrays.toString(found) + " instead of " + Arrays.toString(totals));
        }
        return totals[0];
    }

    static long[] totals(Snapshot snapshot, BufferAllocator allocator) {
        TableSnapshot table = table(snapshot, STEP);
        if (table.rowCount() != 1) {
            throw new AssertionError(table.rowCount() + " rows of totals");
        }
        long[] totals = new long[5];
        for (int i = 0; i < totals.length; i++) {
            totals[i] = column(table, i, allocator)[0];
        }
        return totals;
    }

    private static final class InStore implements Target {
        private final WriteTransaction write;
        private final BufferAllocator allocator;

        InStore(WriteTransaction write, BufferAllocator allocator) {
            this.write = write;
            this.allocator = allocator;
        }

        @Override
        public int countOfA() {
            return (int) table(write.view(), A).rowCount();
        }

        @Override
        public int countOfB() {
            return (int) table(write.view(), B).rowCount();
        }

        @Override
        public long[] valuesOfA(long[] positions) {
            return values(A, 1, positions);
        }

        @Override
        public long[] valuesOfB(long[] positions) {
            return values(B, 0, positions);
        }

        private long[] values(ObjectName name, int column, long[] positions) {
            try (FieldVector vector =
                    table(write.view(), name).gather(column, positions, positions.length, allocator)) {
                long[] values = new long[positions.length];
                Arrays.setAll(values, ((BigIntVector) vector)::get);
                return values;
            }
        }

        @Override
        public void insertA(long firstId, long[] values) {
            List<List<?>> rows = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                rows.add(List.of(firstId + i, values[i], text(firstId + i)));
            }
            write.append(A, TestRows.stream(A_SCHEMA, rows, 2000, allocator));
        }

        @Override
        public void insertB(long[] values) {
            write.append(B, TestRows.stream(B_SCHEMA, column(values), 100, allocator));
        }

        private static List<List<?>> column(long[] values) {
            List<List<?>> rows = new ArrayList<>();
            for (long value : values) {
                rows.add(List.of(value));
            }
            return rows;
        }

        @Override
        public void updateA(long[] positions, long[] values) {
            List<List<?>> rows = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                rows.add(List.of(positions[i], values[i]));
            }
            Schema schema = TestRows.schema(
                    TypeKind.BIGINT.field("row"), A_SCHEMA.getFields().get(1));
            write.update(A, List.of(1), TestRows.stream(schema, rows, 2000, allocator));
        }

        @Override
        public void deleteA(long[] positions) {
            delete(A, positions);
        }

        @Override
        public void deleteB(long[] positions) {
            delete(B, positions);
        }

        private void delete(ObjectName name, long[] positions) {
            Schema schema = TestRows.schema(TypeKind.BIGINT.field("row"));
            write.delete(name, TestRows.stream(schema, column(positions), 5000, allocator));
        }

        @Override
        public long[] totals() {
            return Steps.totals(write.view(), allocator);
        }

        @Override
        public void setTotals(long[] totals) {
            List<Object> row = new ArrayList<>(List.of(0L));
            Arrays.stream(totals).forEach(row::add);
            List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>(STEP_SCHEMA.getFields());
            fields.add(0, TypeKind.BIGINT.field("row"));
            write.update(STEP, List.of(0, 1, 2, 3, 4), TestRows.stream(new Schema(fields), List.of(row), 1, allocator));
        }
    }

    /** The same in plain lists. */
    static final class Model implements Target {
        private final List<long[]> a = new ArrayList<>();
        private final List<Long> b = new ArrayList<>();
        private long[] totals = new long[5];

        long step() {
            return totals[0];
        }

        /** Goes on to a step. */
        void advance(long step) {
            while (step() < step) {
                apply(step() + 1, this);
            }
        }

        /** Fails when a version does not have exactly what is here. */
        void check(Snapshot snapshot, BufferAllocator allocator) {
            same("totals", totals, Steps.totals(snapshot, allocator));
            TableSnapshot table = table(snapshot, A);
            same("a.id", a.stream().mapToLong(row -> row[0]).toArray(), column(table, 0, allocator));
            same("a.v", a.stream().mapToLong(row -> row[1]).toArray(), column(table, 1, allocator));
            same("b.v", b.stream().mapToLong(v -> v).toArray(), column(table(snapshot, B), 0, allocator));
            int at = 0;
            for (Split split : table.splits(50_000)) {
                for (List<?> row :
                        TestRows.readAll(table.scan(split, new ScanRequest(List.of(2), null, 5000), allocator))) {
                    if (!text(a.get(at)[0]).equals(row.get(0))) {
                        throw new AssertionError("a.text of row " + at + " is " + row.get(0));
                    }
                    at++;
                }
            }
        }

        private static void same(String what, long[] expected, long[] found) {
            if (!Arrays.equals(expected, found)) {
                throw new AssertionError(what + " differs at row " + Arrays.mismatch(expected, found) + " of "
                        + expected.length + " and " + found.length);
            }
        }

        @Override
        public int countOfA() {
            return a.size();
        }

        @Override
        public int countOfB() {
            return b.size();
        }

        @Override
        public long[] valuesOfA(long[] positions) {
            return Arrays.stream(positions).map(p -> a.get((int) p)[1]).toArray();
        }

        @Override
        public long[] valuesOfB(long[] positions) {
            return Arrays.stream(positions).map(p -> b.get((int) p)).toArray();
        }

        @Override
        public void insertA(long firstId, long[] values) {
            for (int i = 0; i < values.length; i++) {
                a.add(new long[] {firstId + i, values[i]});
            }
        }

        @Override
        public void insertB(long[] values) {
            Arrays.stream(values).forEach(b::add);
        }

        @Override
        public void updateA(long[] positions, long[] values) {
            for (int i = 0; i < values.length; i++) {
                a.get((int) positions[i])[1] = values[i];
            }
        }

        @Override
        public void deleteA(long[] positions) {
            delete(a, positions);
        }

        @Override
        public void deleteB(long[] positions) {
            delete(b, positions);
        }

        private static <T> void delete(List<T> rows, long[] positions) {
            List<T> kept = new ArrayList<>();
            int next = 0;
            for (int i = 0; i < rows.size(); i++) {
                if (next < positions.length && positions[next] == i) {
                    next++;
                } else {
                    kept.add(rows.get(i));
                }
            }
            rows.clear();
            rows.addAll(kept);
        }

        @Override
        public long[] totals() {
            return totals.clone();
        }

        @Override
        public void setTotals(long[] newTotals) {
            totals = newTotals.clone();
        }
    }
}
