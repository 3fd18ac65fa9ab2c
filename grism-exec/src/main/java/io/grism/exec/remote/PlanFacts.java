package io.grism.exec.remote;

import io.grism.exec.expr.Expression;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.ObjectName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** What can be told of a plan by looking through it. */
final class PlanFacts {
    private PlanFacts() {}

    /** The tables that it reads, those of its graphs among them. */
    static Set<ObjectName> tables(PlanNode plan) {
        Set<ObjectName> found = new TreeSet<>();
        any(plan, value -> {
            if (value instanceof ObjectName name) {
                found.add(name);
            }
            return false;
        });
        return found;
    }

    /** Whether it holds a function that gives another value each time. Such functions are called Random in what is generated. */
    static boolean isRandom(PlanNode plan) {
        return any(
                plan,
                value -> value instanceof Expression.Generated call
                        && call.source().contains("Random"));
    }

    /** Whether anything in a value meets the test: itself, and what records and lists hold. The name of a graph is no part of it. */
    private static boolean any(@Nullable Object value, Predicate<Object> test) {
        if (value == null || value instanceof Schema || value instanceof Field) {
            return false;
        }
        if (test.test(value)) {
            return true;
        }
        if (value instanceof GraphTables graph) {
            return any(graph.vertices(), test) || any(graph.edges(), test);
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(each -> any(each, test));
        }
        if (value instanceof Record node) {
            for (RecordComponent component : node.getClass().getRecordComponents()) {
                Class<?> type = component.getType();
                if (!type.isPrimitive() && !type.isEnum() && type != String.class && any(get(component, node), test)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable Object get(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
