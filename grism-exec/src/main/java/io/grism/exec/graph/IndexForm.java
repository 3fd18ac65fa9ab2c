package io.grism.exec.graph;

import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import io.grism.exec.storage.ObjectName;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one kind of index is made of tables, and kept. */
interface IndexForm<T> {
    /** Makes it of all rows. */
    T build();

    /**
     * Makes it of an older one and the rows that came since: the same as {@link #build()} makes; null when that is not worth it.
     *
     * @param before how many rows the tables had
     */
    @Nullable
    T extend(T old, Map<ObjectName, Integer> before);

    /** About what a file of it takes; 0 for what is never kept in one. */
    long sizeInBytes(T index);

    void write(T index, DerivedOutput out) throws IOException;

    T read(DerivedInput in) throws IOException;
}
