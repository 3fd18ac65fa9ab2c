package io.grism.exec.storage.durable;

import io.grism.lance.ObjectStores;

/** A database in an object store in several processes: that of Lance over the files of this machine. */
final class ObjectStoreProcessesTest extends DurableProcessesTest {
    @Override
    String location() {
        return ObjectStores.place(temporary);
    }

    /** What a writer that died has left stays. */
    @Override
    void checkFiles(DurableStore store) {}

    @Override
    int fewCrashes() {
        return 6;
    }
}
