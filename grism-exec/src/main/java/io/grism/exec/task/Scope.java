package io.grism.exec.task;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.WorkTable;
import java.util.HashMap;
import java.util.Map;

/** The work tables that a plan inside of a recursive one can read. Immutable. */
final class Scope {
    static final Scope EMPTY = new Scope(Map.of());

    private final Map<String, WorkTable> workTables;

    private Scope(Map<String, WorkTable> workTables) {
        this.workTables = Map.copyOf(workTables);
    }

    Scope with(String name, WorkTable table) {
        Map<String, WorkTable> all = new HashMap<>(workTables);
        all.put(name, table);
        return new Scope(all);
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
