package io.grism.lance;

import io.grism.exec.storage.Store;
import io.grism.exec.storage.StoreContract;
import io.grism.exec.storage.durable.DurableStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, in an object store: that of Lance over the files of this machine, which Lance treats as it does the others. */
final class ObjectStoreContractTest extends StoreContract {
    @TempDir
    private Path folder;

    @Override
    protected Store createStore() {
        return DurableStore.open(ObjectStores.place(folder), Map.of(), true, List.of(new LanceFormat()));
    }
}
