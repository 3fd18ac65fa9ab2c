package io.grism.calcite.match;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** A tree that matches a part of a pattern, and where in its rows the columns of the LogicalMatch are. Immutable. */
final class MatchPlan {
    private final RelNode rel;
    private final Map<MatchColumns.Property, Integer> places;
    private final MatchColumns columns;

    MatchPlan(RelNode rel, Map<MatchColumns.Property, Integer> places, MatchColumns columns) {
        this.rel = rel;
        this.places = Map.copyOf(places);
        this.columns = columns;
    }

    RelNode rel() {
        return rel;
    }

    /** The same columns in the rows of another tree, which starts with this one's columns; {@code added} come after them. */
    MatchPlan on(RelNode other, List<MatchColumns.Property> added) {
        Map<MatchColumns.Property, Integer> all = new HashMap<>(places);
        int place = rel.getRowType().getFieldCount();
        for (MatchColumns.Property property : added) {
            all.putIfAbsent(property, place++);
        }
        return new MatchPlan(other, all, columns);
    }

    /** The columns of this and another tree in the rows of their join, this one on the left. */
    MatchPlan joined(RelNode join, MatchPlan right) {
        Map<MatchColumns.Property, Integer> all = new HashMap<>(places);
        int shift = rel.getRowType().getFieldCount();
        right.places.forEach((property, place) -> all.putIfAbsent(property, shift + place));
        return new MatchPlan(join, all, columns);
    }

    boolean has(MatchColumns.Property property) {
        return places.containsKey(property);
    }

    /** Where the id of an element is. */
    int id(int element) {
        return place(new MatchColumns.Property(element, null));
    }

    private int place(MatchColumns.Property property) {
        Integer place = places.get(property);
        if (place == null) {
            throw new IllegalStateException("not matched yet: " + property);
        }
        return place;
    }

    /** A column of the LogicalMatch in these rows. */
    RexNode column(int ordinal) {
        return RexInputRef.of(place(columns.column(ordinal)), rel.getRowType());
    }

    /** An expression over the LogicalMatch in these rows. */
    RexNode rewrite(RexNode expression) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return column(reference.getIndex());
            }
        });
    }
}
