package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismStatement;
import java.util.List;

/** A prepared statement that is no query. May be run more than once, each time on the database as it is then. */
public interface Command {
    GrismStatement.Kind kind();

    /** The types of the parameters, in order. */
    default List<GrismColumn> parameters() {
        return List.of();
    }

    Result execute(Execution execution);

    /**
     * What came of it.
     *
     * @param updateCount rows changed; 0 for DDL
     * @param warnings what else to say
     */
    record Result(long updateCount, List<String> warnings) {
        public static final Result NONE = new Result(0, List.of());

        public Result {
            warnings = List.copyOf(warnings);
        }
    }
}
