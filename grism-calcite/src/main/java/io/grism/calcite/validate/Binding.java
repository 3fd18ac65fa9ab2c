package io.grism.calcite.validate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which element of an unrolled pattern each variable stands for, by node of {@link UnrolledPattern}; repetitions of a path bind their variables over those outside. */
final class Binding {
    private final @Nullable Binding outer;
    private final Map<PatternVariable, Integer> nodes = new HashMap<>();

    Binding(@Nullable Binding outer) {
        this.outer = outer;
    }

    void put(PatternVariable variable, int node) {
        nodes.put(variable, node);
    }

    @Nullable
    Integer get(PatternVariable variable) {
        Integer node = nodes.get(variable);
        return node == null && outer != null ? outer.get(variable) : node;
    }
}
