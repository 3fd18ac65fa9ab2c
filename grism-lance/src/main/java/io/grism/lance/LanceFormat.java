package io.grism.lance;

import io.grism.exec.batch.ArrowAccess;
import io.grism.exec.storage.durable.TableFiles;
import io.grism.exec.storage.durable.TableFormat;
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
        return new LanceTables();
    }
}
