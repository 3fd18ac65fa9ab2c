package io.grism.exec.storage.durable;

import java.util.UUID;

/**
 * What makes a folder a database: the content of the file {@code grism.db}.
 *
 * @param id of the database
 * @param format of the files of its tables: "lance"
 */
record Marker(UUID id, String format) {
    static final String NAME = "grism.db";

    byte[] encode() {
        Encoder out = new Encoder(FileKind.MARKER);
        out.putLong(id.getMostSignificantBits());
        out.putLong(id.getLeastSignificantBits());
        out.putString(format);
        return out.finish();
    }

    static Marker decode(String name, byte[] file) {
        Decoder in = new Decoder(name, FileKind.MARKER, file);
        Marker marker = new Marker(new UUID(in.getLong(), in.getLong()), in.getString());
        in.finish();
        return marker;
    }
}
