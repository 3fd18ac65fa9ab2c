package io.grism.exec.storage.durable;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which versions somebody in this process reads. Thread-safe. */
final class HeldSnapshots {
    private final Map<Long, Integer> held = new HashMap<>();
    private final Set<Long> removed = new HashSet<>();

    /** A version that is in use until it is closed. */
    final class Held implements Snapshot {
        private final DurableSnapshot version;
        private boolean closed;

        private Held(DurableSnapshot version) {
            this.version = version;
        }

        DurableSnapshot durable() {
            return version;
        }

        @Override
        public long version() {
            return version.version();
        }

        @Override
        public Set<String> schemas() {
            return version.schemas();
        }

        @Override
        public Collection<TableSnapshot> tables() {
            return version.tables();
        }

        @Override
        public Collection<CatalogObject> objects() {
            return version.objects();
        }

        @Override
        public @Nullable TableSnapshot table(ObjectName name) {
            return version.table(name);
        }

        @Override
        public @Nullable CatalogObject object(ObjectName name) {
            return version.object(name);
        }

        @Override
        public void close() {
            synchronized (HeldSnapshots.this) {
                if (!closed) {
                    closed = true;
                    release(version.version());
                }
            }
        }
    }

    /** Keeps a version from being removed; false when it is removed already. */
    synchronized boolean hold(long number) {
        if (removed.contains(number)) {
            return false;
        }
        held.merge(number, 1, Integer::sum);
        return true;
    }

    /** Ends a {@link #hold}. */
    synchronized void release(long number) {
        held.computeIfPresent(number, (key, count) -> count == 1 ? null : count - 1);
    }

    /** What ends a hold when it is closed. */
    Held handle(DurableSnapshot version) {
        return new Held(version);
    }

    /** Takes those of some versions that are not held, so that they can be held no more. */
    synchronized Set<Long> take(Collection<Long> numbers) {
        Set<Long> free = new HashSet<>(numbers);
        free.removeAll(held.keySet());
        removed.addAll(free);
        return free;
    }
}
