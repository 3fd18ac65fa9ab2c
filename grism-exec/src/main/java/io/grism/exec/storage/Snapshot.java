package io.grism.exec.storage;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One committed version of a database, or a transaction's own view of it. Immutable and thread-safe. */
public interface Snapshot extends AutoCloseable {
    /** Grows with every commit. */
    long version();

    Set<String> schemas();

    Collection<TableSnapshot> tables();

    Collection<CatalogObject> objects();

    @Nullable
    TableSnapshot table(ObjectName name);

    @Nullable
    CatalogObject object(ObjectName name);

    @Override
    void close();
}
