package io.grism.exec.storage.durable;

import java.util.Map;

/** Tables in Arrow IPC files: the format of the tests. */
public final class IpcFormat implements TableFormat {
    @Override
    public String name() {
        return "arrow";
    }

    @Override
    public TableFiles open(Map<String, String> options) {
        return new IpcTableFiles();
    }
}
