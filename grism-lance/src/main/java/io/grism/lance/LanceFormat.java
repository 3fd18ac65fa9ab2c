package io.grism.lance;

import io.grism.exec.batch.ArrowAccess;
import io.grism.exec.storage.durable.ObjectFiles;
import io.grism.exec.storage.durable.TableFiles;
import io.grism.exec.storage.durable.TableFormat;
import java.util.HashMap;
import java.util.Map;

/** Lance, version 2.1 of its files. */
public final class LanceFormat implements TableFormat {
    @Override
    public String name() {
        return "lance";
    }

    @Override
    public TableFiles open(Map<String, String> options) {
        ArrowAccess.ensureOpen();
        Map<String, String> ofStore = new HashMap<>(options);
        ofStore.keySet().removeIf(name -> !ObjectFiles.isOption(name));
        return new LanceTables(StoreOptions.of(ofStore));
    }

    @Override
    public ObjectFiles objects(String location, Map<String, String> options) {
        StoreOptions.check(location);
        ArrowAccess.ensureOpen();
        return new LanceObjects(location, StoreOptions.of(options));
    }
}
