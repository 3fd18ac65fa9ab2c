package io.grism.exec.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.SetOperationNode;
import io.grism.exec.plan.PlanNode.SetOperationNode.Kind;
import io.grism.exec.plan.PlanNode.SetOperationNode.Quantifier;
import io.grism.exec.plan.PlanNode.UnnestNode;
import io.grism.exec.plan.PlanNode.UnnestNode.Ordinality;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SetPlanTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private Plans plans;

    @BeforeEach
    void setUp() {
        plans = new Plans(leaks.allocator());
    }

    private static List<List<@Nullable Object>> naive(
            List<List<List<@Nullable Object>>> inputs, Kind kind, Quantifier quantifier) {
        List<List<@Nullable Object>> result = new ArrayList<>(inputs.get(0));
        for (List<List<@Nullable Object>> input : inputs.subList(1, inputs.size())) {
            List<List<@Nullable Object>> rest = new ArrayList<>(input);
            List<List<@Nullable Object>> kept = new ArrayList<>();
            for (List<@Nullable Object> row : result) {
                boolean found = quantifier == Quantifier.ALL ? rest.remove(row) : rest.contains(row);
                if (found == (kind == Kind.INTERSECT)) {
                    kept.add(row);
                }
            }
            result = kept;
        }
        return quantifier == Quantifier.ALL ? result : List.copyOf(new HashSet<>(result));
    }

    @Test
    void setOperationsFollowTheirDefinition() {
        Schema schema = Plans.schema(TypeKind.BIGINT, TypeKind.VARCHAR);
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            List<List<List<@Nullable Object>>> inputs = new ArrayList<>();
            List<PlanNode> scans = new ArrayList<>();
            for (int i = 2 + random.nextInt(2); i > 0; i--) {
                List<List<@Nullable Object>> rows = Plans.randomRows(schema, random.nextInt(60), 4, 0.2, random);
                inputs.add(rows);
                scans.add(plans.scan(schema, rows));
            }
            for (Kind kind : Kind.values()) {
                for (Quantifier quantifier : Quantifier.values()) {
                    plans.assertRows(
                            naive(inputs, kind, quantifier),
                            new SetOperationNode(plans.id(), schema, scans, kind, quantifier),
                            seed);
                }
            }
        }
    }

    @Test
    void unnestsSideBySide() {
        Field person = new Field(
                "person",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(TypeKind.VARCHAR.field("name"), TypeKind.INTEGER.field("age")));
        Schema input = new Schema(List.of(
                Samples.list("numbers", TypeKind.BIGINT.field("element")),
                Samples.list("people", person),
                Samples.map("map", TypeKind.VARCHAR.field("key"), TypeKind.DOUBLE.field("value"))));
        Schema output = new Schema(List.of(
                TypeKind.BIGINT.field("n"),
                TypeKind.VARCHAR.field("name"),
                TypeKind.INTEGER.field("age"),
                TypeKind.VARCHAR.field("key"),
                TypeKind.DOUBLE.field("value"),
                TypeKind.INTEGER.field("ordinal")));
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            List<List<@Nullable Object>> expected = new ArrayList<>();
            for (int i = random.nextInt(50); i > 0; i--) {
                List<@Nullable Object> row = new ArrayList<>();
                for (Field field : input.getFields()) {
                    row.add(Samples.nullable(field, random, 0.2));
                }
                rows.add(row);
                addElements(row, expected);
            }
            PlanNode scan = plans.scan(input, rows);
            plans.assertRows(expected, new UnnestNode(plans.id(), output, scan, Ordinality.WITH), seed);
            plans.assertRows(
                    expected.stream().map(row -> row.subList(0, 5)).toList(),
                    new UnnestNode(plans.id(), new Schema(output.getFields().subList(0, 5)), scan, Ordinality.WITHOUT),
                    seed);
        }
    }

    private static void addElements(List<@Nullable Object> row, List<List<@Nullable Object>> expected) {
        List<?> numbers = row.get(0) == null ? List.of() : (List<?>) row.get(0);
        List<?> people = row.get(1) == null ? List.of() : (List<?>) row.get(1);
        List<Map.Entry<?, ?>> entries =
                row.get(2) == null ? List.of() : new ArrayList<>(((Map<?, ?>) row.get(2)).entrySet());
        int length = Math.max(numbers.size(), Math.max(people.size(), entries.size()));
        for (int i = 0; i < length; i++) {
            Object[] person = i < people.size() ? (Object[]) people.get(i) : null;
            Map.Entry<?, ?> entry = i < entries.size() ? entries.get(i) : null;
            expected.add(Arrays.asList(
                    i < numbers.size() ? numbers.get(i) : null,
                    person == null ? null : person[0],
                    person == null ? null : person[1],
                    entry == null ? null : entry.getKey(),
                    entry == null ? null : entry.getValue(),
                    i + 1));
        }
    }

    @Test
    void unnestsALongCollectionInManyBatches() {
        Schema input = new Schema(List.of(Samples.list("numbers", TypeKind.INTEGER.field("element"))));
        List<Object> numbers = new ArrayList<>();
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(i);
            expected.add(Plans.row(i));
        }
        PlanNode plan = new UnnestNode(
                plans.id(),
                Plans.schema(TypeKind.INTEGER),
                plans.scan(input, List.of(Plans.row(numbers))),
                Ordinality.WITHOUT);
        assertEquals(expected, plans.run(plan));
    }
}
