package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.codec.RowBlock;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Requests.BlockInfo;
import io.grism.exec.remote.Requests.ReceiverRows;
import io.grism.exec.test.LeakCheck;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an executor holds of rows between stages. */
final class ExchangedRowsTest {
    private static final Schema SCHEMA = new Schema(List.of(TypeKind.BIGINT.field("a"), TypeKind.VARCHAR.field("b")));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final MemoryBudget memory = new MemoryBudget(1L << 30);

    @AfterEach
    void theBudgetIsGivenBack() {
        assertEquals(0, memory.used());
    }

    private static RowBuffer rows(int textLength, long... values) {
        RowBuffer rows = new RowBuffer(SCHEMA);
        for (long value : values) {
            rows.appendRow(value, "x".repeat(textLength));
        }
        return rows;
    }

    private static List<List<Long>> runs(FedRows fed, int stage, int receiver) {
        return fed.runs(stage, receiver).stream()
                .map(run -> run.stream()
                        .flatMap(rows -> LongStream.range(0, rows.size())
                                .mapToObj(row -> (Long) rows.column(0).get((int) row)))
                        .toList())
                .toList();
    }

    @Test
    void rowsStandInTheOrderOfSendersAndBlocks() {
        try (FedRows fed = new FedRows(memory)) {
            fed.feed(0, 1, 2, 0, 0, List.of(rows(1, 5)));
            fed.feed(0, 1, 0, 0, 1, List.of(rows(1, 3), rows(1, 4)));
            fed.feed(0, 1, 0, 0, 0, List.of(rows(1, 1, 2)));
            fed.feed(0, 2, 0, 0, 0, List.of(rows(1, 9)));
            fed.feed(1, 1, 0, 0, 0, List.of(rows(1, 8)));
            assertEquals(List.of(List.of(1L, 2L, 3L, 4L), List.of(5L)), runs(fed, 0, 1));
            fed.drop(0, 1);
            assertEquals(List.of(), runs(fed, 0, 1));
            assertEquals(List.of(List.of(9L)), runs(fed, 0, 2));
            fed.forget(0);
            assertEquals(List.of(), runs(fed, 0, 2));
            assertEquals(List.of(List.of(8L)), runs(fed, 1, 1));
            assertTrue(memory.used() > 0);
            fed.forget(1);
            assertEquals(0, memory.used());
        }
    }

    @Test
    void anotherAttemptDropsTheRowsOfTheOneBefore() {
        try (FedRows fed = new FedRows(memory)) {
            fed.feed(0, 0, 0, 0, 0, List.of(rows(1, 1)));
            fed.feed(0, 0, 0, 0, 0, List.of(rows(1, 1)));
            assertEquals(List.of(List.of(1L)), runs(fed, 0, 0), "a block that came twice");
            fed.feed(0, 0, 0, 0, 1, List.of(rows(1, 2)));
            fed.feed(0, 0, 0, 1, 0, List.of(rows(1, 3)));
            assertEquals(List.of(List.of(3L)), runs(fed, 0, 0));
        }
    }

    @Test
    void smallReceiversShareABlock() {
        try (KeptRows kept = new KeptRows(memory)) {
            kept.add(0, rows(10, 1, 2));
            kept.add(3, rows(10, 4));
            kept.add(3, rows(10, 5));
            List<BlockInfo> blocks = kept.finish();
            assertEquals(1, blocks.size());
            assertEquals(
                    List.of(new ReceiverRows(0, 2), new ReceiverRows(3, 2)),
                    blocks.get(0).receivers());
            ByteBuffer body = Requests.rows(ByteBuffer.wrap(kept.take(0, leaks.allocator())));
            assertTrue(body != null);
            RowBlock block = RowBlock.of(body);
            assertEquals(List.of(2L, 0L, 2L), List.of(block.rows(0), block.rows(1), block.rows(3)));
            assertEquals(0, memory.used(), "what was taken is not kept");
            GrismException e = assertThrows(GrismException.class, () -> kept.take(0, leaks.allocator()));
            assertEquals(ErrorCode.INTERNAL, e.code());
        }
    }

    @Test
    void blocksOfWideRowsAreCut() {
        try (KeptRows kept = new KeptRows(memory)) {
            RowBuffer wide = rows(1 << 20, LongStream.range(0, 50).toArray());
            kept.add(0, wide);
            kept.add(1, rows(1, 1));
            List<BlockInfo> blocks = kept.finish();
            assertTrue(blocks.size() >= 4, () -> blocks.size() + " blocks");
            long rows = 0;
            for (int number = 0; number < blocks.size(); number++) {
                byte[] frame = kept.take(number, leaks.allocator());
                assertTrue(frame.length < KeptRows.BLOCK_BYTES * 5 / 4, () -> frame.length + " bytes");
                for (ReceiverRows receiver : blocks.get(number).receivers()) {
                    rows += receiver.rows();
                }
            }
            assertEquals(51, rows);
        }
    }
}
