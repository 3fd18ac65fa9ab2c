package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.Ancestor;
import io.grism.exec.storage.TestRows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Contents of tables in the formats that there have been. */
final class TableContentTest {
    private static final Schema SCHEMA = TestRows.schema(TypeKind.BIGINT.field("a"), TypeKind.BIGINT.field("b"));

    private static TableContent content(List<Ancestor> ancestors) {
        return new TableContent(7, 3, List.of(), List.of(), ancestors);
    }

    @Test
    void keepsAncestorsWithTheColumnsThatHaveChanged() {
        TableContent content =
                content(List.of(new Ancestor(1, 10, true, List.of(0, 1)), new Ancestor(2, 15, false, List.of())));
        assertEquals(content, TableContent.decode("t", content.encode(SCHEMA), 7, SCHEMA));
    }

    @Test
    void readsTheFirstFormat() {
        TableContent content = content(List.of(new Ancestor(1, 10, true, List.of())));
        byte[] file = content.encode(SCHEMA);
        // It had no list of columns, which is empty here.
        byte[] first = Arrays.copyOf(file, file.length - Integer.BYTES);
        ByteBuffer bytes = ByteBuffer.wrap(first);
        bytes.putInt(Encoder.MAGIC_BYTES, 1);
        CRC32C sum = new CRC32C();
        int end = first.length - Encoder.TRAILER_BYTES;
        sum.update(first, 0, end);
        bytes.putInt(end, (int) sum.getValue());
        assertEquals(content, TableContent.decode("t", first, 7, SCHEMA));
    }
}
