package io.grism.lance;

import io.grism.exec.storage.Store;
import io.grism.exec.storage.StoreContract;
import io.grism.exec.storage.durable.DurableStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, with tables in Lance files. */
final class LanceStoreContractTest extends StoreContract {
    @TempDir
    private Path folder;

    @Override
    protected Store createStore() {
        return DurableStore.open(folder.resolve("db").toString(), Map.of(), true, List.of(new LanceFormat()));
    }
}
