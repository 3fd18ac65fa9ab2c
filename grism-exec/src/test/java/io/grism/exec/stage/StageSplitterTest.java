package io.grism.exec.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.Partitioning.Broadcast;
import io.grism.exec.plan.Partitioning.Hash;
import io.grism.exec.plan.Partitioning.Range;
import io.grism.exec.plan.Partitioning.Single;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.plan.PlanNode.WorkTableNode;
import io.grism.exec.stage.ExecutionStage.Parallelism;
import io.grism.exec.storage.ObjectName;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** How plans are cut, and how the stages are shown. */
final class StageSplitterTest {
    private static final Schema AB = new Schema(List.of(TypeKind.BIGINT.field("a"), TypeKind.VARCHAR.field("b")));
    private static final SortKey BY_B = new SortKey(1, true, true);

    private int nextId;

    private PlanNode scan(String table) {
        return new TableScanNode(nextId++, AB, new ObjectName("main", table), List.of(0, 1), null);
    }

    private PlanNode exchange(PlanNode input, Partitioning partitioning, SortKey... order) {
        return new ExchangeNode(nextId++, input, partitioning, List.of(order));
    }

    private PlanNode join(PlanNode left, PlanNode right) {
        Schema schema = new Schema(List.of(
                AB.getFields().get(0), AB.getFields().get(1), TypeKind.BIGINT.field("c"), TypeKind.VARCHAR.field("d")));
        return new HashJoinNode(
                nextId++, schema, left, right, JoinType.INNER, List.of(0), List.of(0), List.of(false), null);
    }

    private PlanNode values() {
        return new ValuesNode(nextId++, AB, List.of(List.of(1L, "x")));
    }

    private static List<Parallelism> parallelism(PlanNode plan) {
        return StageSplitter.split(plan).stream()
                .map(ExecutionStage::parallelism)
                .toList();
    }

    @Test
    void aPlanWithoutExchangesIsOneStage() {
        PlanNode plan = join(scan("s"), values());
        assertEquals(
                List.of(new ExecutionStage(0, plan, List.of(), Parallelism.PARTITIONED, new Single(), List.of())),
                StageSplitter.split(plan));
    }

    @Test
    void cutsAtEachExchange() {
        PlanNode left = scan("s");
        PlanNode right = scan("t");
        PlanNode moved = exchange(left, new Hash(List.of(0)));
        PlanNode copied = exchange(right, new Broadcast());
        PlanNode join = join(moved, copied);
        PlanNode sort = new SortNode(nextId++, join, List.of(BY_B), null, null);
        PlanNode gathered = exchange(sort, new Single(), BY_B);
        List<ExecutionStage> stages = StageSplitter.split(gathered);
        assertEquals(4, stages.size());
        assertEquals(
                new ExecutionStage(0, left, List.of(), Parallelism.PARTITIONED, new Hash(List.of(0)), List.of()),
                stages.get(0));
        assertEquals(
                new ExecutionStage(1, right, List.of(), Parallelism.PARTITIONED, new Broadcast(), List.of()),
                stages.get(1));
        StageInputNode first = new StageInputNode(moved.id(), AB, 0, List.of());
        StageInputNode second = new StageInputNode(copied.id(), AB, 1, List.of());
        HashJoinNode whole = (HashJoinNode) join;
        PlanNode cut = new SortNode(
                sort.id(),
                new HashJoinNode(
                        join.id(),
                        join.schema(),
                        first,
                        second,
                        whole.type(),
                        whole.leftKeys(),
                        whole.rightKeys(),
                        whole.nullsEqual(),
                        null),
                List.of(BY_B),
                null,
                null);
        assertEquals(
                new ExecutionStage(
                        2, cut, List.of(first, second), Parallelism.PARTITIONED, new Single(), List.of(BY_B)),
                stages.get(2));
        StageInputNode last = new StageInputNode(gathered.id(), join.schema(), 2, List.of(BY_B));
        assertEquals(
                new ExecutionStage(3, last, List.of(last), Parallelism.SINGLE, new Single(), List.of()), stages.get(3));
    }

    @Test
    void aStageIsPartitionedIfItReadsPartitions() {
        assertEquals(List.of(Parallelism.SINGLE), parallelism(values()));
        assertEquals(
                List.of(Parallelism.SINGLE, Parallelism.PARTITIONED),
                parallelism(exchange(values(), new Hash(List.of(1)))));
        assertEquals(
                List.of(Parallelism.PARTITIONED, Parallelism.SINGLE), parallelism(exchange(scan("t"), new Single())));
        assertEquals(
                List.of(Parallelism.PARTITIONED, Parallelism.SINGLE),
                parallelism(join(values(), exchange(scan("t"), new Broadcast()))));
        assertEquals(
                List.of(Parallelism.PARTITIONED, Parallelism.PARTITIONED),
                parallelism(join(scan("s"), exchange(scan("t"), new Single()))));
        assertEquals(
                List.of(Parallelism.PARTITIONED, Parallelism.PARTITIONED),
                parallelism(
                        new UnionNode(nextId++, AB, List.of(values(), exchange(scan("t"), new Range(List.of(BY_B)))))));
    }

    @Test
    void aNestedPlanIsReadWhole() {
        PlanNode recursion = new RecursiveUnionNode(
                nextId++,
                AB,
                exchange(scan("s"), new Single()),
                join(new WorkTableNode(nextId++, AB, "w"), scan("t")),
                "w",
                true,
                -1);
        assertEquals(List.of(Parallelism.PARTITIONED, Parallelism.SINGLE), parallelism(recursion));
        PlanNode correlate =
                new CorrelateNode(nextId++, AB, values(), exchange(scan("t"), new Broadcast()), 1, JoinType.SEMI);
        assertEquals(List.of(Parallelism.PARTITIONED, Parallelism.SINGLE), parallelism(correlate));
    }

    @Test
    void refusesToSpreadRowsIntoANestedPlan() {
        for (Partitioning partitioning : List.of(new Single(), new Hash(List.of(0)))) {
            PlanNode correlate =
                    new CorrelateNode(nextId++, AB, scan("s"), exchange(scan("t"), partitioning), 1, JoinType.SEMI);
            GrismException e = assertThrows(GrismException.class, () -> StageSplitter.split(correlate));
            assertEquals(ErrorCode.INTERNAL, e.code());
            assertTrue(e.getMessage().contains("Broadcast"), e.getMessage());
        }
    }

    @Test
    void showsStagesAndExchanges() {
        PlanNode join = join(exchange(scan("s"), new Hash(List.of(0))), exchange(scan("t"), new Broadcast()));
        PlanNode sort = new SortNode(nextId++, join, List.of(BY_B), null, null);
        List<ExecutionStage> stages = StageSplitter.split(exchange(sort, new Single(), BY_B));
        String expected =
                """
                Stage 0:
                  TableScan(table: main.s; columns: a, b) [4 rows]
                  Parallelism: 8
                  Output: HashPartition(a)

                    ↓ Exchange(Shuffle, Hash(a)) to Stage 2

                Stage 1:
                  TableScan(table: main.t; columns: a, b) [4 rows]
                  Parallelism: 8
                  Output: Broadcast

                    ↓ Exchange(Broadcast)

                Stage 2:
                  StageInput(stage: 0) → HashJoin(type: INNER; on: a = a) → Sort(by: b DESC)
                    HashJoin ← StageInput(stage: 1)
                  Parallelism: 8
                  Output: Single

                    ↓ Exchange(Gather, merge by b DESC)

                Stage 3:
                  StageInput(stage: 2; merge by: b DESC)
                  Parallelism: 1
                  Output: Result
                """;
        List<String> lines = StageText.lines(stages, 8, node -> node instanceof TableScanNode ? "[4 rows]" : null);
        assertEquals(expected, String.join("\n", lines) + "\n");
    }

    @Test
    void writesStagesAsJson() {
        List<ExecutionStage> stages = StageSplitter.split(exchange(values(), new Hash(List.of(1))));
        String json = StageJson.write(stages, 3, node -> java.util.Map.of());
        String expected =
                """
                [
                  {
                    "stage" : 0,
                    "parallelism" : 1,
                    "exchange" : {
                      "toStage" : 1,
                      "mode" : "Shuffle",
                      "partitioning" : "Hash",
                      "by" : "b",
                      "merges" : false
                    },
                    "plan" : {
                """;
        assertTrue(json.startsWith(expected), json);
        assertTrue(json.contains("\"operator\" : \"StageInput\""), json);
    }
}
