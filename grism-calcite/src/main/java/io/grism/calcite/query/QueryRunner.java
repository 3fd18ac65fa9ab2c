package io.grism.calcite.query;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.Snapshot;

/** Hands plans to the runtime that the session has chosen. */
final class QueryRunner {
    private QueryRunner() {}

    /** Starts a plan; its rows come as they are made. */
    static BatchStream run(PlanNode plan, Snapshot snapshot, Run run) {
        throw new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot run queries");
    }
}
