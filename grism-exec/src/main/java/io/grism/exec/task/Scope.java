package io.grism.exec.task;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.WorkTable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a plan inside of another one can use of it: work tables, and what its runs share. Immutable. */
final class Scope {
    static final Scope EMPTY = new Scope(Map.of(), null);

    private final Map<String, WorkTable> workTables;

    private final @Nullable Invariants invariants;

    private Scope(Map<String, WorkTable> workTables, @Nullable Invariants invariants) {
        this.workTables = Map.copyOf(workTables);
        this.invariants = invariants;
    }

    Scope with(String name, WorkTable table) {
        Map<String, WorkTable> all = new HashMap<>(workTables);
        all.put(name, table);
        return new Scope(all, invariants);
    }

    /** The scope of a plan that is run again and again. */
    Scope repeated(Invariants shared) {
        return new Scope(workTables, shared);
    }

    /** What the runs of the plan share, or null if it is run once. */
    @Nullable
    Invariants invariants() {
        return invariants;
    }

    WorkTable workTable(String name) {
        WorkTable table = workTables.get(name);
        if (table == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL, "Cannot read the work table " + name + ": no recursive query has that name");
        }
        return table;
    }
}
