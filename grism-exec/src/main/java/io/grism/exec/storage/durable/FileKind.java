package io.grism.exec.storage.durable;

import java.nio.charset.StandardCharsets;

/** The files that Grism writes itself, each with what it starts with and the newest format that this version knows. */
enum FileKind {
    MARKER("GrismDB\n", 1),
    CHECKPOINT("GrismCP\n", 1),
    COMMIT("GrismCO\n", 1),
    TABLE("GrismTB\n", 2),
    TAG("GrismTG\n", 1),
    STATE("GrismST\n", 1);

    private final String magic;
    private final int version;

    FileKind(String magic, int version) {
        this.magic = magic;
        this.version = version;
    }

    byte[] magic() {
        return magic.getBytes(StandardCharsets.US_ASCII);
    }

    int version() {
        return version;
    }
}
