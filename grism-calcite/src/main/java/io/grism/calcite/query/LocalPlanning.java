package io.grism.calcite.query;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.plan.PlanNode;
import org.apache.calcite.rel.RelRoot;

/** From relational algebra to a plan for one process. */
final class LocalPlanning {
    private LocalPlanning() {}

    static PlanNode plan(RelRoot root) {
        throw new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot plan " + root.kind);
    }
}
