package io.grism.exec.storage.durable;

import java.util.List;
import java.util.ServiceLoader;

/** The formats that tables have in tests: those on the class path, where there are any, otherwise {@link IpcFormat}. So a module with a format runs the tests of this one with it. */
final class TestFormats {
    private TestFormats() {}

    static List<TableFormat> get() {
        List<TableFormat> found = ServiceLoader.load(TableFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return found.isEmpty() ? List.of(new IpcFormat()) : found;
    }
}
