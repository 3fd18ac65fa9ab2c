package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;

/**
 * A query ready to run on any snapshot in which what it reads has the same shape.
 *
 * @param columns of the result
 * @param parameters in order
 * @param rowType the columns' types
 * @param root what to run
 * @param dependencies what it reads
 */
public record QueryPlan(
        List<GrismColumn> columns,
        List<GrismColumn> parameters,
        RelDataType rowType,
        PlanNode root,
        PlanDependencies dependencies) {
    public QueryPlan {
        columns = List.copyOf(columns);
        parameters = List.copyOf(parameters);
    }

    /** Whether it may run on a snapshot. */
    public boolean isValidFor(Snapshot snapshot) {
        return dependencies.hold(snapshot);
    }
}
