package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.lance.ObjectStores;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The versions of a database in an object store: that of Lance over the files of this machine. */
final class ObjectStoreHistoryTest extends DurableHistoryTest {
    @Override
    String location() {
        return ObjectStores.place(temporary);
    }

    @Test
    @Override
    void vacuumRemovesWhatNobodyNeeds() throws IOException {
        assumeTrue(ObjectStores.isLocal(), "files of other stores cannot be listed");
        super.vacuumRemovesWhatNobodyNeeds();
    }

    @Test
    @Override
    void optimizeMakesOneFileOfEachSegment() {
        int replaced = history().optimize(null);
        assertTrue(replaced > 1, () -> replaced + " files");
        assertNewestIs(6);
        assertEquals(0, history().optimize(null));
        history().vacuum(Instant.now().plusSeconds(1));
        reopen();
        assertNewestIs(6);
    }

    /** RESTORE holds the version against a vacuum of another process, and lets it go. */
    @Test
    void aRestoreLeavesNoTag() {
        history().restore(2);
        assertNewestIs(2);
        assertTrue(
                history().versions().stream().allMatch(version -> version.tags().isEmpty()));
        assertEquals(7, history().vacuum(Instant.now().plusSeconds(1)).versions());
        assertNewestIs(2);
        assertFails(ErrorCode.UNKNOWN_VERSION, "version 2", () -> history().restore(2));
        assertTrue(
                history().versions().stream().allMatch(version -> version.tags().isEmpty()));
    }

    @Test
    @Override
    void writesThatAreGivenUpLeaveNoFiles() throws IOException {
        assumeTrue(ObjectStores.isLocal(), "files of other stores cannot be listed");
        super.writesThatAreGivenUpLeaveNoFiles();
    }

    @Test
    @Override
    void aFileThatIsDeletedIsTold() throws IOException {
        assumeTrue(ObjectStores.isLocal(), "files of other stores cannot be listed");
        super.aFileThatIsDeletedIsTold();
    }

    @Override
    String told(String file) {
        return file.replace("/rows.lance", "");
    }

    /** There are no datasets for other programs. */
    @Override
    void otherProgramsFindTheFilesOfEachVersion() {}

    @Test
    @Override
    void aFolderThatIsNoDatabaseIsLeftAlone() {
        String empty = ObjectStores.place(temporary.resolve("empty"));
        assertFails(
                ErrorCode.FILE_NOT_FOUND,
                "there is none",
                () -> DurableStore.open(empty, Map.of(), false, TestFormats.get()));
        DurableStore.open(empty + "/", Map.of(), true, TestFormats.get()).close();
        DurableStore.open(empty, Map.of(), false, TestFormats.get()).close();
        assertFails(
                ErrorCode.NOT_SUPPORTED,
                "not hdfs://",
                () -> DurableStore.open("hdfs://host/db", Map.of(), true, TestFormats.get()));
    }
}
