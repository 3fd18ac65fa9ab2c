package io.grism.calcite.rel;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/**
 * A property of an element of a pattern.
 *
 * @param type the type over all tables; nullable when a table of the element lacks the property
 * @param byTable element table ordinal to the expression that gives the property, over the columns of that table and of the property's type
 *     (nullability aside); a table that is not in it gives NULL
 */
public record MatchProperty(String name, RelDataType type, Map<Integer, RexNode> byTable) {
    public MatchProperty {
        byTable = Collections.unmodifiableMap(new TreeMap<>(byTable));
    }

    @Override
    public String toString() {
        return name;
    }
}
