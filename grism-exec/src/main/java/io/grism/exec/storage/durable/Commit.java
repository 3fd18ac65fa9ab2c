package io.grism.exec.storage.durable;

import io.grism.exec.storage.CatalogObject;
import java.time.Instant;
import java.util.List;

/**
 * One version of a database: the content of a file in {@code commits}.
 *
 * @param number of the commit; the first one is 0
 * @param time never before that of the commit before
 * @param changes for people: "INSERT main.person"
 */
record Commit(
        long number,
        Instant time,
        String changes,
        List<String> schemas,
        List<CatalogObject> objects,
        List<TableEntry> tables) {
    Commit {
        schemas = List.copyOf(schemas);
        objects = List.copyOf(objects);
        tables = List.copyOf(tables);
    }

    byte[] encode() {
        Encoder out = new Encoder(FileKind.COMMIT);
        out.putLong(number);
        out.putLong(time.getEpochSecond());
        out.putInt(time.getNano());
        out.putString(changes);
        out.putList(schemas, Encoder::putString);
        out.putList(objects, Commit::encodeObject);
        out.putList(tables, TableEntry::encode);
        return out.finish();
    }

    /**
     * Reads a file.
     *
     * @param number of the commit by the name of the file
     */
    static Commit decode(String name, byte[] file, long number) {
        Decoder in = new Decoder(name, FileKind.COMMIT, file);
        if (in.getLong() != number) {
            throw in.corrupted("it is another commit's");
        }
        long seconds = in.getLong();
        int nanos = in.getInt();
        if (Math.abs(seconds) > Instant.MAX.getEpochSecond() || nanos < 0) {
            throw in.corrupted("it has a time that is none");
        }
        Commit commit = new Commit(
                number,
                Instant.ofEpochSecond(seconds, nanos),
                in.getString(),
                in.getList(Decoder::getString),
                in.getList(Commit::decodeObject),
                in.getList(TableEntry::decode));
        in.finish();
        return commit;
    }

    private static void encodeObject(Encoder out, CatalogObject object) {
        TableEntry.encodeName(out, object.name());
        out.putString(object.kind());
        out.putString(object.definition());
    }

    private static CatalogObject decodeObject(Decoder in) {
        return new CatalogObject(TableEntry.decodeName(in), in.getString(), in.getString());
    }
}
