package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.exec.batch.Batch;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The result of a command: no rows. */
record CommandResult(Command.Result result) implements GrismResult {
    @Override
    public List<GrismColumn> columns() {
        return List.of();
    }

    @Override
    public long updateCount() {
        return result.updateCount();
    }

    @Override
    public List<String> warnings() {
        return result.warnings();
    }

    @Override
    public Schema schema() {
        return new Schema(List.of());
    }

    @Override
    public @Nullable Batch next() {
        return null;
    }

    @Override
    public void close() {}
}
