package io.grism.exec.storage.durable;

import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableDefinition.ForeignKey;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A table in a commit.
 *
 * @param id names the folder of its files; never used again
 * @param content the file with its {@link TableContent}
 * @param dataset what other programs read; null while no file of rows was ever written
 */
record TableEntry(long id, TableDefinition definition, FileSum content, @Nullable Dataset dataset) {
    /**
     * A version of a dataset.
     *
     * @param number as the format counts
     * @param files of this version, all but those of rows
     */
    record Dataset(long number, List<FileSum> files) {
        Dataset {
            files = List.copyOf(files);
        }
    }

    static void encode(Encoder out, TableEntry entry) {
        out.putLong(entry.id);
        encodeDefinition(out, entry.definition);
        FileSum.encode(out, entry.content);
        Dataset dataset = entry.dataset;
        out.putByte(dataset == null ? 0 : 1);
        if (dataset != null) {
            out.putLong(dataset.number());
            out.putList(dataset.files(), FileSum::encode);
        }
    }

    static TableEntry decode(Decoder in) {
        long id = in.getLong();
        TableDefinition definition = decodeDefinition(in);
        FileSum content = FileSum.decode(in);
        Dataset dataset = in.getByte() == 0 ? null : new Dataset(in.getLong(), in.getList(FileSum::decode));
        return new TableEntry(id, definition, content, dataset);
    }

    static void encodeName(Encoder out, ObjectName name) {
        out.putString(name.schema());
        out.putString(name.name());
    }

    static ObjectName decodeName(Decoder in) {
        return new ObjectName(in.getString(), in.getString());
    }

    private static void encodeDefinition(Encoder out, TableDefinition definition) {
        encodeName(out, definition.name());
        out.putBytes(definition.schema().serializeAsMessage());
        out.putList(definition.sqlTypes(), Encoder::putString);
        out.putInts(definition.primaryKey());
        out.putList(definition.uniqueKeys(), Encoder::putInts);
        out.putList(definition.foreignKeys(), TableEntry::encodeForeignKey);
    }

    private static TableDefinition decodeDefinition(Decoder in) {
        ObjectName name = decodeName(in);
        Schema schema = schema(in, in.getBytes());
        List<String> sqlTypes = in.getList(Decoder::getString);
        List<Integer> primaryKey = in.getInts();
        List<List<Integer>> uniqueKeys = in.getList(Decoder::getInts);
        List<ForeignKey> foreignKeys = in.getList(TableEntry::decodeForeignKey);
        int columns = schema.getFields().size();
        if (sqlTypes.size() != columns
                || !areColumns(primaryKey, columns)
                || !uniqueKeys.stream().allMatch(key -> areColumns(key, columns))
                || !foreignKeys.stream().allMatch(key -> areColumns(key.columns(), columns))) {
            throw in.corrupted("the columns of table " + name + " make no sense");
        }
        return new TableDefinition(name, schema, sqlTypes, primaryKey, uniqueKeys, foreignKeys);
    }

    private static boolean areColumns(List<Integer> ordinals, int columns) {
        return ordinals.stream().allMatch(ordinal -> ordinal >= 0 && ordinal < columns);
    }

    private static Schema schema(Decoder in, byte[] message) {
        try {
            return Schema.deserializeMessage(ByteBuffer.wrap(message));
        } catch (RuntimeException e) {
            throw in.corrupted("it has a schema that is none");
        }
    }

    private static void encodeForeignKey(Encoder out, ForeignKey key) {
        out.putInts(key.columns());
        encodeName(out, key.references());
        out.putInts(key.referencedColumns());
    }

    private static ForeignKey decodeForeignKey(Decoder in) {
        return new ForeignKey(in.getInts(), decodeName(in), in.getInts());
    }
}
