package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.exec.batch.Batch;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A result that closes its statement. */
record OwningResult(GrismStatement statement, GrismResult result) implements GrismResult {
    @Override
    public List<GrismColumn> columns() {
        return result.columns();
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
        return result.schema();
    }

    @Override
    public @Nullable Batch next() {
        return result.next();
    }

    @Override
    public void close() {
        try {
            result.close();
        } finally {
            statement.close();
        }
    }
}
