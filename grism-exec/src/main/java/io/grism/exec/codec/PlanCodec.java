package io.grism.exec.codec;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records as bytes, and back: stages, plans, expressions, schemas, literals, whatever is made of records, sealed families of them, enums, lists, maps and boxed values.
 *
 * <p>The bytes begin with a version and a fingerprint of all types that the record's type reaches. Another build with other records does not misread them, it refuses.
 */
public final class PlanCodec {
    /** Of what the bytes mean, apart from the shapes of the records. */
    public static final int VERSION = 1;

    private static final Map<Class<?>, Integer> FINGERPRINTS = new ConcurrentHashMap<>();

    private PlanCodec() {}

    /** The bytes of a record. */
    public static byte[] write(Record value) {
        Output out = new Output();
        try {
            out.data.writeInt(VERSION);
            out.data.writeInt(fingerprint(value.getClass()));
            Forms.of(value.getClass()).write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toBytes();
    }

    /**
     * The record in the bytes from the position of the buffer on, which stays as it is.
     *
     * @throws GrismException CONNECTION_FAILED when another build wrote it
     */
    public static <T extends Record> T read(ByteBuffer source, Class<T> type) {
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        Input in = new Input(bytes);
        try {
            int version = in.data.readInt();
            int fingerprint = in.data.readInt();
            if (version != VERSION || fingerprint != fingerprint(type)) {
                throw new GrismException(
                        ErrorCode.CONNECTION_FAILED,
                        "Cannot read the " + type.getSimpleName()
                                + " of another process: it runs another build of Grism. Run the same build everywhere");
            }
            T value = type.cast(Forms.of(type).read(in));
            if (in.data.available() > 0) {
                throw new IllegalArgumentException(in.data.available() + " bytes behind a " + type.getSimpleName());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int fingerprint(Class<?> type) {
        Integer known = FINGERPRINTS.get(type);
        if (known == null) {
            Description description = new Description();
            Forms.of(type).describe(description);
            known = description.fingerprint();
            FINGERPRINTS.put(type, known);
        }
        return known;
    }
}
