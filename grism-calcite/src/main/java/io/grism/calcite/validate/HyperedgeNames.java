package io.grism.calcite.validate;

import io.grism.parser.SqlElementPattern;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables that name hyperedges: those of steps between roles, and those in the place of a vertex where the pattern speaks of roles or of labels of edges. An edge of such a name stands in the place of a vertex everywhere.
 */
final class HyperedgeNames {
    private final Labels labels;
    private final CrossingBinder crossings;
    private final Set<String> steps = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> vertices = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private boolean hasIncidences;

    HyperedgeNames(Labels labels, CrossingBinder crossings) {
        this.labels = labels;
        this.crossings = crossings;
    }

    Set<String> in(SqlNodeList patterns) {
        for (SqlNode pattern : patterns) {
            pattern.accept(new SqlBasicVisitor<@Nullable Void>() {
                @Override
                public @Nullable Void visit(SqlCall call) {
                    if (call instanceof SqlElementPattern element) {
                        visitElement(element);
                        return null;
                    }
                    return super.visit(call);
                }
            });
        }
        if (hasIncidences) {
            steps.addAll(vertices);
        }
        return steps;
    }

    private void visitElement(SqlElementPattern element) {
        SqlIdentifier name = element.variable();
        if (element.isVertex()) {
            if (name != null) {
                vertices.add(name.getSimple());
                if (element.label() != null && labels.namesEdges(element.label())) {
                    steps.add(name.getSimple());
                }
            }
            return;
        }
        Crossing crossing = crossings.bind(element);
        hasIncidences |= crossing instanceof Crossing.Incidences;
        if (crossing instanceof Crossing.Roles && name != null) {
            steps.add(name.getSimple());
        }
    }
}
