package io.grism.exec.plan;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Copies of plan nodes over other inputs. Nodes are records: a copy has the same components but for those that are inputs. */
public final class PlanCopy {
    private PlanCopy() {}

    /** The node with what {@code change} makes of each input, in their order; the node itself if all stay the same. */
    public static PlanNode withInputs(PlanNode node, UnaryOperator<PlanNode> change) {
        List<PlanNode> inputs = node.inputs();
        List<PlanNode> changed = inputs.stream().map(change).toList();
        for (int i = 0; i < inputs.size(); i++) {
            if (changed.get(i) != inputs.get(i)) {
                return copy(node, changed);
            }
        }
        return node;
    }

    private static PlanNode copy(PlanNode node, List<PlanNode> changed) {
        RecordComponent[] components = node.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        try {
            int next = 0;
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object value = components[i].getAccessor().invoke(node);
                if (value instanceof PlanNode) {
                    values[i] = changed.get(next++);
                } else if (components[i].getName().equals("inputs")) {
                    values[i] = changed;
                    next = changed.size();
                } else {
                    values[i] = value;
                }
            }
            if (next != changed.size()) {
                throw new IllegalStateException("not all inputs of " + node.getClass() + " are components");
            }
            return (PlanNode) node.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot copy a " + node.getClass(), e);
        }
    }
}
