package io.grism.exec.storage.durable;

import io.grism.exec.storage.Store;
import io.grism.exec.storage.StoreContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, in a folder. */
final class DurableStoreContractTest extends StoreContract {
    @TempDir
    Path folder;

    @Override
    protected Store createStore() {
        return DurableStore.open(
                folder.resolve("db").toString(), Map.of("index_bytes", "0"), true, List.of(new IpcFormat()));
    }
}
