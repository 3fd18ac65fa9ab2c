package io.grism.exec.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.test.FakeContext;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs merged as a stable sort of all rows, one run after the other, orders them. */
final class MergeOperatorTest {
    private static final Schema SCHEMA =
            new Schema(List.of(TypeKind.BIGINT.field("key"), TypeKind.BIGINT.field("number")));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private record Row(long key, long number) {}

    @Test
    void mergesAsAStableSortDoes() {
        long base = Seeds.first();
        for (long seed = base; seed < base + 300; seed++) {
            check(seed);
        }
    }

    private void check(long seed) {
        Random random = new Random(seed);
        List<Row> all = new ArrayList<>();
        List<List<RowBuffer>> runs = new ArrayList<>();
        int keys = 1 + random.nextInt(300);
        boolean apart = random.nextBoolean();
        for (int r = random.nextInt(5); r >= 0; r--) {
            List<Row> run = new ArrayList<>();
            long least = apart ? (long) keys * r : 0;
            for (int i = random.nextInt(200); i > 0; i--) {
                run.add(new Row(least + random.nextInt(keys), all.size() + run.size()));
            }
            run.sort(Comparator.comparingLong(Row::key));
            all.addAll(run);
            runs.add(buffers(run, 1 + random.nextInt(70)));
        }
        all.sort(Comparator.comparingLong(Row::key));
        assertEquals(all, merge(runs, 1 + random.nextInt(50)), "seed " + seed + "L");
    }

    private static List<RowBuffer> buffers(List<Row> run, int size) {
        List<RowBuffer> buffers = new ArrayList<>();
        for (int from = 0; from < run.size(); from += size) {
            RowBuffer buffer = new RowBuffer(SCHEMA);
            run.subList(from, Math.min(run.size(), from + size))
                    .forEach(row -> buffer.appendRow(row.key(), row.number()));
            buffers.add(buffer);
        }
        return buffers;
    }

    private List<Row> merge(List<List<RowBuffer>> runs, int batchRows) {
        List<Row> merged = new ArrayList<>();
        FakeContext context = new FakeContext(leaks.allocator(), new MemoryBudget(1 << 20), batchRows);
        try (Operator operator = new MergeOperator(SCHEMA, runs, List.of(new SortKey(0, false, false)), context)) {
            for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                List<@Nullable Object> keys = Samples.values(batch.column(0));
                List<@Nullable Object> numbers = Samples.values(batch.column(1));
                for (int i = 0; i < batch.rowCount(); i++) {
                    merged.add(new Row((Long) keys.get(i), (Long) numbers.get(i)));
                }
                batch.close();
            }
        }
        return merged;
    }
}
