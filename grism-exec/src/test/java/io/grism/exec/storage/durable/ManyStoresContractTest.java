package io.grism.exec.storage.durable;

import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.StoreContract;
import io.grism.exec.storage.WriteTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, where each write is made by a store that has just been opened, and others that have been open for a while see it: as several processes do. */
final class ManyStoresContractTest extends StoreContract {
    @TempDir
    Path folder;

    @Override
    protected Store createStore() {
        return new ManyStores(folder.resolve("db"));
    }

    private static final class ManyStores implements Store {
        private static final int OLD = 4;

        private final Path folder;
        private final List<DurableStore> stores = new ArrayList<>();
        private final Map<Snapshot, DurableStore> makers = Collections.synchronizedMap(new WeakHashMap<>());
        private final Random random = new Random(7);

        ManyStores(Path folder) {
            this.folder = folder;
            open();
        }

        private synchronized DurableStore open() {
            DurableStore store = DurableStore.open(folder.toString(), Map.of(), true, List.of(new IpcFormat()));
            stores.add(store);
            return store;
        }

        private synchronized DurableStore some() {
            return random.nextInt(50) == 0
                    ? open()
                    : stores.get(stores.size() - 1 - random.nextInt(Math.min(OLD, stores.size())));
        }

        @Override
        public Snapshot snapshot() {
            DurableStore store = some();
            Snapshot snapshot = store.snapshot();
            makers.put(snapshot, store);
            return snapshot;
        }

        @Override
        public WriteTransaction begin() {
            return open().begin();
        }

        @Override
        public WriteTransaction begin(Duration patience) {
            return open().begin(patience);
        }

        @Override
        public WriteTransaction begin(Snapshot on, Duration patience) {
            return makers.get(on).begin(on, patience);
        }

        @Override
        public synchronized void close() {
            stores.forEach(DurableStore::close);
        }
    }
}
