package io.grism.exec.storage.durable;

/** A database of Lance files in several processes. */
final class LanceProcessesTest extends DurableProcessesTest {
    @Override
    int fewCrashes() {
        return 6;
    }
}
