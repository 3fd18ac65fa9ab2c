package io.grism.exec.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.ValuesNode;
import io.grism.exec.plan.PlanNode.WorkTableNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

final class PlanCopyTest {
    private static final Schema SCHEMA = new Schema(List.of(TypeKind.BIGINT.field("a")));

    private static PlanNode values(int id) {
        return new ValuesNode(id, SCHEMA, List.of(List.of(1L)));
    }

    private static PlanNode next(PlanNode node) {
        return values(node.id() + 1);
    }

    @Test
    void copiesHaveTheNewInputs() {
        assertEquals(
                new LimitNode(0, values(2), null, null),
                PlanCopy.withInputs(new LimitNode(0, values(1), null, null), PlanCopyTest::next));
        assertEquals(
                new UnionNode(0, SCHEMA, List.of(values(2), values(6))),
                PlanCopy.withInputs(new UnionNode(0, SCHEMA, List.of(values(1), values(5))), PlanCopyTest::next));
        assertEquals(
                new RecursiveUnionNode(0, SCHEMA, values(2), values(6), "w", true, -1),
                PlanCopy.withInputs(
                        new RecursiveUnionNode(0, SCHEMA, values(1), values(5), "w", true, -1), PlanCopyTest::next));
    }

    @Test
    void aNodeOfTheSameInputsStays() {
        PlanNode limit = new LimitNode(0, values(1), null, null);
        assertSame(limit, PlanCopy.withInputs(limit, input -> input));
        PlanNode leaf = new WorkTableNode(0, SCHEMA, "w");
        assertSame(leaf, PlanCopy.withInputs(leaf, PlanCopyTest::next));
    }

    /** A copy looks for inputs in components of the type PlanNode, and in one of the name inputs. */
    @Test
    void everyKindOfNodeHoldsItsInputsWhereTheyAreFound() {
        for (Class<?> kind : PlanNode.class.getPermittedSubclasses()) {
            for (RecordComponent component : kind.getRecordComponents()) {
                boolean isList =
                        component.getGenericType().getTypeName().endsWith("<" + PlanNode.class.getName() + ">");
                assertEquals(isList, component.getName().equals("inputs"), () -> component + " of " + kind);
            }
        }
    }
}
