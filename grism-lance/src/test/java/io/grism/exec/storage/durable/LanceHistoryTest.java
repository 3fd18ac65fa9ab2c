package io.grism.exec.storage.durable;

/** The versions of a database of Lance files. */
final class LanceHistoryTest extends DurableHistoryTest {
    /** That is looked up in files of Arrow; LanceTablesTest opens datasets as other programs do. */
    @Override
    void otherProgramsFindTheFilesOfEachVersion() {}
}
