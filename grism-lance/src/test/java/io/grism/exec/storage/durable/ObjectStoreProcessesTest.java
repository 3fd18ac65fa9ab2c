package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.lance.ObjectStores;
import java.time.Instant;

/** A database in an object store in several processes: that of Lance over the files of this machine. */
final class ObjectStoreProcessesTest extends DurableProcessesTest {
    @Override
    String location() {
        return ObjectStores.place(temporary);
    }

    @Override
    void vacuum(DurableStore store, Instant before) {
        GrismException e =
                assertThrows(GrismException.class, () -> store.history().vacuum(before));
        assertEquals(ErrorCode.NOT_SUPPORTED, e.code());
    }

    /** What a writer that died has left stays. */
    @Override
    void checkFiles(DurableStore store) {}

    @Override
    int fewCrashes() {
        return 6;
    }
}
