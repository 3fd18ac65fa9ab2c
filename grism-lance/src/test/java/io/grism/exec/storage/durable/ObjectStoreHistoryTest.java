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
    void vacuumRemovesWhatNobodyNeeds() {
        assertFails(ErrorCode.NOT_SUPPORTED, "in an object store stay", () -> history()
                .vacuum(Instant.now()));
        assertEquals(7, history().versions().size());
    }

    @Test
    @Override
    void anOtherStoreSeesWhatIsCommittedAndVacuumed() {
        try (DurableStore other = DurableStore.open(location(), Map.of(), false, TestFormats.get())) {
            history().restore(1);
            assertEquals(8, other.history().versions().size());
            other.history().tag("here", 2);
            assertFails(ErrorCode.OBJECT_EXISTS, "here", () -> history().tag("here", 3));
            other.history().restore(3);
            assertNewestIs(3);
        }
    }

    @Test
    @Override
    void optimizeMakesOneFileOfEachSegment() {
        int replaced = history().optimize(null);
        assertTrue(replaced > 1, () -> replaced + " files");
        assertNewestIs(6);
        assertEquals(0, history().optimize(null));
        reopen();
        assertNewestIs(6);
    }

    @Test
    @Override
    void writesThatAreGivenUpLeaveNoFiles() throws IOException {
        assumeTrue(ObjectStores.isLocal(), "files of other stores cannot be listed");
        super.writesThatAreGivenUpLeaveNoFiles();
    }

    /** Without VACUUM all versions stay. */
    @Override
    void aVersionThatIsGoneIsTold() {}

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
