package io.grism.exec.batch;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * A run of rows as Arrow vectors. Whoever receives a batch owns it and closes it; passing it on passes the
 * ownership. A batch may have no column and still have rows.
 */
public final class Batch implements AutoCloseable {
    /** The usual number of rows in a batch; operators may make smaller ones and must take any size. */
    public static final int TARGET_ROWS = 2048;

    private final int rowCount;
    private final FieldVector[] columns;

    /** Takes over the vectors; each holds {@code rowCount} values. */
    public Batch(int rowCount, FieldVector... columns) {
        this.rowCount = rowCount;
        this.columns = columns;
        for (FieldVector column : columns) {
            if (column.getValueCount() != rowCount) {
                throw new IllegalArgumentException(
                        "column " + column.getName() + " has " + column.getValueCount() + " values, not " + rowCount);
            }
        }
    }

    public Batch(int rowCount, List<FieldVector> columns) {
        this(rowCount, columns.toArray(new FieldVector[0]));
    }

    public int rowCount() {
        return rowCount;
    }

    public int columnCount() {
        return columns.length;
    }

    public FieldVector column(int index) {
        return columns[index];
    }

    /** Bytes of the Arrow buffers held. */
    public long sizeInBytes() {
        long bytes = 0;
        for (FieldVector column : columns) {
            bytes += column.getBufferSize();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (FieldVector column : columns) {
            column.close();
        }
    }
}
