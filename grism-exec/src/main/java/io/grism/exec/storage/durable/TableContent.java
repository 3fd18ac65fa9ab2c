package io.grism.exec.storage.durable;

import io.grism.exec.storage.Ancestor;
import io.grism.exec.storage.DistinctSketch;
import io.grism.exec.storage.PageStatistics;
import io.grism.exec.storage.PagedTable;
import io.grism.exec.storage.durable.StoredSegment.Part;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of one version of a table: the content of a file in {@code meta}.
 *
 * @param table id
 * @param version two contents with the same version have the same rows at the same positions
 * @param segments as {@link PagedTable} has them
 * @param sketches of each column
 * @param ancestors of the version
 */
record TableContent(
        long table,
        long version,
        List<StoredSegment> segments,
        List<DistinctSketch> sketches,
        List<Ancestor> ancestors) {
    /** A sketch with fewer registers in use is written as a list of them. */
    private static final int SPARSE = DistinctSketch.BYTES / 3;

    /** The format since which ancestors have columns that have changed; before, an update had none. */
    private static final int UPDATES_HAVE_ANCESTORS = 2;

    /** The most rows of a segment. */
    static final int MAX_ROWS = 1 << 16;

    TableContent {
        segments = List.copyOf(segments);
        sketches = List.copyOf(sketches);
        ancestors = List.copyOf(ancestors);
    }

    /** Whether some of the rows are in this file. */
    boolean hasFile(String name) {
        return segments.stream()
                .flatMap(segment -> segment.parts().stream())
                .anyMatch(part -> part.sum().name().equals(name));
    }

    byte[] encode(Schema schema) {
        Encoder out = new Encoder(FileKind.TABLE);
        out.putLong(table);
        out.putLong(version);
        out.putList(segments, (to, segment) -> encodeSegment(to, segment, schema));
        out.putList(sketches, TableContent::encodeSketch);
        out.putList(ancestors, TableContent::encodeAncestor);
        return out.finish();
    }

    static TableContent decode(String name, byte[] file, long table, Schema schema) {
        Decoder in = new Decoder(name, FileKind.TABLE, file);
        if (in.getLong() != table) {
            throw in.corrupted("it is another table's");
        }
        TableContent content = new TableContent(
                table,
                in.getLong(),
                in.getList(from -> decodeSegment(from, schema)),
                in.getList(TableContent::decodeSketch),
                in.getList(TableContent::decodeAncestor));
        in.finish();
        int columns = schema.getFields().size();
        if (content.version < 1 || !content.sketches.isEmpty() && content.sketches.size() != columns) {
            throw in.corrupted("its numbers make no sense");
        }
        for (StoredSegment segment : content.segments) {
            if (segment.rowCount() < 1 || segment.rowCount() > MAX_ROWS) {
                throw in.corrupted("its segments make no sense");
            }
        }
        return content;
    }

    private static void encodeSegment(Encoder out, StoredSegment segment, Schema schema) {
        out.putList(segment.parts(), (to, part) -> {
            to.putString(part.name());
            to.putInt(part.rowCount());
            FileSum.encode(to, part.sum());
        });
        List<Field> fields = schema.getFields();
        for (int i = 0; i < fields.size(); i++) {
            PageStatistics page = segment.statistics().get(i);
            out.putLong(page.nulls());
            BoundsCodec.encode(out, page.bounds());
        }
    }

    private static StoredSegment decodeSegment(Decoder in, Schema schema) {
        List<Part> parts = in.getList(from -> new Part(from.getString(), rowCount(from), FileSum.decode(from)));
        List<PageStatistics> statistics = new ArrayList<>();
        for (Field field : schema.getFields()) {
            statistics.add(new PageStatistics(in.getLong(), BoundsCodec.decode(in, field), null));
        }
        return new StoredSegment(parts, statistics);
    }

    private static int rowCount(Decoder in) {
        int count = in.getInt();
        if (count < 1 || count > MAX_ROWS) {
            throw in.corrupted("it has a part of " + count + " rows");
        }
        return count;
    }

    private static void encodeAncestor(Encoder out, Ancestor ancestor) {
        out.putLong(ancestor.version());
        out.putLong(ancestor.rowCount());
        out.putByte(ancestor.isUsed() ? 1 : 0);
        out.putInts(ancestor.changed());
    }

    private static Ancestor decodeAncestor(Decoder in) {
        return new Ancestor(
                in.getLong(),
                in.getLong(),
                in.getByte() == 1,
                in.version() < UPDATES_HAVE_ANCESTORS ? List.of() : in.getInts());
    }

    private static void encodeSketch(Encoder out, DistinctSketch sketch) {
        byte[] registers = sketch.toBytes();
        int used = 0;
        for (byte register : registers) {
            used += register == 0 ? 0 : 1;
        }
        if (used >= SPARSE) {
            out.putInt(-1);
            out.putBytes(registers);
            return;
        }
        out.putInt(used);
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] != 0) {
                out.putByte(i >>> Byte.SIZE);
                out.putByte(i);
                out.putByte(registers[i]);
            }
        }
    }

    private static DistinctSketch decodeSketch(Decoder in) {
        int used = in.getInt();
        byte[] registers = new byte[DistinctSketch.BYTES];
        if (used == -1) {
            registers = in.getBytes();
            if (registers.length != DistinctSketch.BYTES) {
                throw in.corrupted("it has a sketch of " + registers.length + " bytes");
            }
        }
        for (int i = 0; i < used; i++) {
            int at = in.getByte() << Byte.SIZE | in.getByte();
            if (at >= registers.length) {
                throw in.corrupted("it has a sketch that is none");
            }
            registers[at] = (byte) in.getByte();
        }
        for (byte register : registers) {
            if (register < 0 || register > Long.SIZE) {
                throw in.corrupted("it has a sketch that is none");
            }
        }
        return DistinctSketch.of(registers);
    }
}
