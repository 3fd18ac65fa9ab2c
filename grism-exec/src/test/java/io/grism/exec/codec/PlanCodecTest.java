package io.grism.exec.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.BoxedValues;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.graph.RoleProperty;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.ExecutionStage.Parallelism;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableDefinition.ForeignKey;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlanCodecTest {
    private static final Schema SCHEMA = new Schema(List.of(TypeKind.BIGINT.field("a")));

    static List<Class<?>> kinds() {
        List<Class<?>> kinds = new ArrayList<>();
        Stream.of(PlanNode.class, Expression.class, Partitioning.class, RoleProperty.class)
                .map(Class::getPermittedSubclasses)
                .forEach(records -> kinds.addAll(Arrays.asList(records)));
        kinds.add(ExecutionStage.class);
        return kinds;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfRecordSurvives(Class<? extends Record> kind) {
        long base = Seeds.first();
        for (int run = 0; run < 30; run++) {
            long seed = base + run;
            Record record = (Record) new RecordSamples(new Random(seed)).record(kind, 2);
            assertEquals(
                    record, PlanCodec.read(ByteBuffer.wrap(PlanCodec.write(record)), kind), () -> "seed " + seed + "L");
        }
    }

    @Test
    void valuesOfEveryTypeSurvive() {
        Random random = new Random(1);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Field field : Samples.allFields()) {
                row.add(Samples.nullable(field, random, 0.2));
            }
            rows.add(row);
        }
        ValuesNode values = new ValuesNode(1, new Schema(Samples.allFields()), rows);
        ValuesNode read = PlanCodec.read(ByteBuffer.wrap(PlanCodec.write(values)), ValuesNode.class);
        assertEquals(values.schema(), read.schema());
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.get(i).size(); j++) {
                Object expected = rows.get(i).get(j);
                Object actual = read.rows().get(i).get(j);
                assertTrue(BoxedValues.equal(expected, actual), () -> expected + " became " + actual);
                if (expected instanceof BigDecimal decimal && actual instanceof BigDecimal other) {
                    assertEquals(decimal.scale(), other.scale());
                } else if (expected instanceof Double number) {
                    assertEquals(
                            Double.doubleToRawLongBits(number), Double.doubleToRawLongBits((Double) actual), "zeros");
                } else if (expected == null) {
                    assertNull(actual);
                }
            }
        }
    }

    @Test
    void tableDefinitionsSurvive() {
        ObjectName name = new ObjectName("main", "T \u00e9");
        TableDefinition table = new TableDefinition(
                name,
                new Schema(Samples.allFields().subList(0, 3)),
                List.of("BOOLEAN", "TINYINT", "SMALLINT NOT NULL"),
                List.of(1, 0),
                List.of(List.of(2), List.of(0, 2)),
                List.of(new ForeignKey(List.of(1), name, List.of(0))));
        assertEquals(table, PlanCodec.read(ByteBuffer.wrap(PlanCodec.write(table)), TableDefinition.class));
    }

    @Test
    void anInputOfAStageStaysTheOneInItsPlan() {
        StageInputNode input = new StageInputNode(1, SCHEMA, 0, List.of());
        PlanNode values = new ValuesNode(2, SCHEMA, List.of());
        ExecutionStage stage = new ExecutionStage(
                1,
                new UnionNode(3, SCHEMA, List.of(values, input)),
                List.of(input),
                Parallelism.SINGLE,
                new Partitioning.Single(),
                List.of());
        ExecutionStage read = PlanCodec.read(ByteBuffer.wrap(PlanCodec.write(stage)), ExecutionStage.class);
        assertSame(read.inputs().get(0), read.plan().inputs().get(1));
    }

    @Test
    void refusesOtherBuilds() {
        byte[] bytes = PlanCodec.write(new Partitioning.Owner(1));
        for (int i = 0; i < 8; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 1;
            GrismException e = assertThrows(
                    GrismException.class, () -> PlanCodec.read(ByteBuffer.wrap(other), Partitioning.Owner.class));
            assertEquals(ErrorCode.CONNECTION_FAILED, e.code());
        }
        assertThrows(GrismException.class, () -> PlanCodec.read(ByteBuffer.wrap(bytes), Partitioning.Broadcast.class));
    }

    @Test
    void refusesWhatIsTooLongOrTooShort() {
        byte[] bytes = PlanCodec.write(new Partitioning.Owner(1));
        for (int length : new int[] {bytes.length - 1, bytes.length + 1}) {
            byte[] other = Arrays.copyOf(bytes, length);
            assertThrows(
                    RuntimeException.class, () -> PlanCodec.read(ByteBuffer.wrap(other), Partitioning.Owner.class));
        }
    }
}
