package io.grism.exec.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BoxedValues;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RowBlockTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private static RowBuffer randomRows(Schema schema, int count, double nulls, Random random) {
        RowBuffer rows = new RowBuffer(schema);
        for (int i = 0; i < count; i++) {
            @Nullable Object[] row = new @Nullable Object[schema.getFields().size()];
            for (int j = 0; j < row.length; j++) {
                row[j] = Samples.nullable(schema.getFields().get(j), random, nulls);
            }
            rows.appendRow(row);
        }
        return rows;
    }

    private static ByteBuffer buffer(byte[] bytes, int prefix, boolean direct) {
        ByteBuffer all =
                direct ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip() : ByteBuffer.wrap(bytes);
        return all.position(prefix);
    }

    private void assertRows(RowBuffer expected, RowBuffer actual, String what) {
        assertEquals(expected.size(), actual.size(), what);
        for (int row = 0; row < expected.size(); row++) {
            for (int column = 0; column < expected.columnCount(); column++) {
                Object wanted = expected.column(column).get(row);
                Object found = actual.column(column).get(row);
                assertTrue(BoxedValues.equal(wanted, found), () -> what + ": " + wanted + " became " + found);
            }
        }
    }

    @Test
    void rowsOfAllTypesArriveWithTheirReceivers() {
        long base = Seeds.first();
        for (int run = 0; run < 60; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            List<Field> fields = new ArrayList<>(Samples.allFields());
            while (random.nextInt(8) > 0 && !fields.isEmpty()) {
                fields.remove(random.nextInt(fields.size()));
            }
            Schema schema = new Schema(fields);
            double nulls = random.nextInt(3) / 2.0;
            int prefix = 64 * random.nextInt(2);
            RowBlockWriter writer = new RowBlockWriter(prefix, random.nextInt(100));
            List<RowBuffer> expected = new ArrayList<>();
            for (int receiver = 0; receiver < 3; receiver++) {
                expected.add(new RowBuffer(schema));
            }
            for (int part = random.nextInt(5); part > 0; part--) {
                int receiver = random.nextInt(3);
                RowBuffer rows = randomRows(schema, random.nextInt(40), nulls, random);
                int from = random.nextInt(rows.size() + 1);
                int count = random.nextInt(rows.size() - from + 1);
                writer.add(receiver - 1, rows, from, count, leaks.allocator());
                expected.get(receiver).append(rows, from, count);
            }
            byte[] bytes = writer.finish();
            for (boolean direct : new boolean[] {false, true}) {
                RowBlock block = RowBlock.of(buffer(bytes, prefix, direct));
                for (int receiver = 0; receiver < 3; receiver++) {
                    assertEquals(expected.get(receiver).size(), block.rows(receiver - 1));
                    RowBuffer read = new RowBuffer(schema);
                    block.read(receiver - 1, schema, leaks.allocator(), read::append);
                    assertRows(expected.get(receiver), read, "seed " + seed + "L");
                    RowBuffer copied = new RowBuffer(schema);
                    for (Batch batch : block.batches(receiver - 1, schema, leaks.allocator())) {
                        try (batch) {
                            copied.append(batch);
                        }
                    }
                    assertRows(expected.get(receiver), copied, "seed " + seed + "L");
                }
            }
        }
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        Schema schema = new Schema(List.of());
        RowBlockWriter writer = new RowBlockWriter(0, 0);
        writer.add(0, new Batch(5));
        writer.add(1, new Batch(0));
        RowBlock block = RowBlock.of(ByteBuffer.wrap(writer.finish()));
        assertEquals(5, block.rows(0));
        assertEquals(0, block.rows(1));
        RowBuffer read = new RowBuffer(schema);
        block.read(0, schema, leaks.allocator(), read::append);
        assertEquals(5, read.size());
    }

    @Test
    void batchesOutliveTheBytes() {
        Schema schema = new Schema(List.of(TypeKind.BIGINT.field("a"), TypeKind.VARCHAR.field("b")));
        RowBuffer rows = randomRows(schema, 20_000, 0.1, new Random(1));
        RowBlockWriter writer = new RowBlockWriter(0, 0);
        writer.add(0, rows, 0, rows.size(), leaks.allocator());
        byte[] bytes = writer.finish();
        ByteBuffer direct = buffer(bytes, 0, true);
        List<Batch> batches = RowBlock.of(direct).batches(0, schema, leaks.allocator());
        direct.clear().put(new byte[bytes.length]);
        RowBuffer read = new RowBuffer(schema);
        for (Batch batch : batches) {
            read.append(batch);
            batch.close();
        }
        assertTrue(batches.size() > 1, "several batches");
        assertRows(rows, read, "after the bytes are gone");
    }

    @Test
    void refusesOtherBytes() {
        assertThrows(IllegalArgumentException.class, () -> RowBlock.of(ByteBuffer.allocate(4)));
        assertThrows(IllegalArgumentException.class, () -> RowBlock.of(ByteBuffer.allocate(100)));
    }
}
