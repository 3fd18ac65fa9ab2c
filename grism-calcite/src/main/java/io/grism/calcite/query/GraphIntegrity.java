package io.grism.calcite.query;

import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.WriteTransaction;
import java.util.Collection;

/** Holds graphs that reject dangling edges to it while their tables change. */
final class GraphIntegrity {
    private GraphIntegrity() {}

    /** Fails when a change to tables has left an edge of such a graph without an end. */
    static void check(WriteTransaction transaction, Collection<ObjectName> changed, StatementContext context) {}
}
