package io.grism.calcite.match;

import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.exec.graph.ElementKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each column of a LogicalMatch is. Elements are numbered through: the vertices, then the edges, walks among them, which have no column. */
final class MatchColumns {
    private final MatchPattern pattern;
    private final List<Property> columns = new ArrayList<>();
    private final int[] idColumns;

    /** A property of an element, or its id when {@code property} is null. */
    record Property(int element, @Nullable MatchProperty property) {}

    MatchColumns(LogicalMatch match) {
        this.pattern = match.pattern();
        this.idColumns = new int[pattern.vertices().size() + pattern.edges().size()];
        for (int element = 0; element < idColumns.length; element++) {
            if (isWalk(element)) {
                idColumns[element] = -1;
                continue;
            }
            idColumns[element] = columns.size();
            columns.add(new Property(element, null));
            for (MatchProperty property : properties(element)) {
                columns.add(new Property(element, property));
            }
        }
    }

    private boolean isWalk(int element) {
        int vertices = pattern.vertices().size();
        return element >= vertices && pattern.edges().get(element - vertices).isWalk();
    }

    int elementCount() {
        return idColumns.length;
    }

    Property column(int ordinal) {
        return columns.get(ordinal);
    }

    int columnCount() {
        return columns.size();
    }

    int idColumn(int element) {
        return idColumns[element];
    }

    int edgeElement(int edge) {
        return pattern.vertices().size() + edge;
    }

    ElementKind kind(int element) {
        return element < pattern.vertices().size() ? ElementKind.VERTEX : ElementKind.EDGE;
    }

    List<Integer> tables(int element) {
        int vertices = pattern.vertices().size();
        return element < vertices
                ? pattern.vertices().get(element).tables()
                : pattern.edges().get(element - vertices).tables();
    }

    private List<MatchProperty> properties(int element) {
        int vertices = pattern.vertices().size();
        return element < vertices
                ? pattern.vertices().get(element).properties()
                : pattern.edges().get(element - vertices).properties();
    }
}
