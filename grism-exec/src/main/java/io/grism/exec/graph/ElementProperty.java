package io.grism.exec.graph;

import io.grism.exec.expr.Expression;
import java.util.Map;

/**
 * A property of an element: per element table the expression that gives it, over that table's columns.
 *
 * @param byTable number of the element table to expression; a table that is not in it has no such property
 */
public record ElementProperty(String name, Map<Integer, Expression> byTable) {
    public ElementProperty {
        byTable = Map.copyOf(byTable);
    }
}
