package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** Reads what an {@link Encoder} wrote. Whatever else the bytes are, the only exception is a GrismException with the file's name, and nothing larger than the file is allocated. */
final class Decoder {
    private final String name;
    private final ByteBuffer content;
    private final int version;

    /**
     * Checks the file as a whole.
     *
     * @param name for messages
     */
    Decoder(String name, FileKind kind, byte[] file) {
        this.name = name;
        int end = file.length - Encoder.TRAILER_BYTES;
        if (end < Encoder.MAGIC_BYTES + Integer.BYTES) {
            throw corrupted("it is cut off");
        }
        if (!Arrays.equals(file, 0, Encoder.MAGIC_BYTES, kind.magic(), 0, Encoder.MAGIC_BYTES)) {
            throw corrupted("it does not start as it must");
        }
        CRC32C sum = new CRC32C();
        sum.update(file, 0, end);
        if (ByteBuffer.wrap(file).getInt(end) != (int) sum.getValue()) {
            throw corrupted("its checksum is wrong");
        }
        this.content = ByteBuffer.wrap(file, 0, end);
        content.position(Encoder.MAGIC_BYTES);
        this.version = content.getInt();
        if (version > kind.version()) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot read " + name + ": it was written by a newer version of Grism (format " + version
                            + ", this one knows " + kind.version() + "). Use that version");
        }
        if (version < 1) {
            throw corrupted("it has format " + version);
        }
    }

    /** The format of the file, at most that of its kind. */
    int version() {
        return version;
    }

    /** The name of the file. */
    String name() {
        return name;
    }

    /** What to throw when the content makes no sense. */
    GrismException corrupted(String reason) {
        return corrupted(name, reason);
    }

    static GrismException corrupted(String name, String reason) {
        return new GrismException(
                ErrorCode.DATA_CORRUPTED,
                "Cannot read " + name + ": the file is damaged, " + reason + ". Restore it from a back-up");
    }

    int getByte() {
        need(1);
        return content.get() & 0xff;
    }

    int getInt() {
        need(Integer.BYTES);
        return content.getInt();
    }

    long getLong() {
        need(Long.BYTES);
        return content.getLong();
    }

    /** An int that is not negative. */
    int getCount() {
        int count = getInt();
        if (count < 0) {
            throw corrupted("it has a negative count");
        }
        return count;
    }

    byte[] getBytes() {
        int length = getCount();
        need(length);
        byte[] value = new byte[length];
        content.get(value);
        return value;
    }

    String getString() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw corrupted("it has text that is none");
        }
    }

    <T> List<T> getList(Function<Decoder, T> decode) {
        int count = getCount();
        // Each value takes a byte at least.
        need(count);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(decode.apply(this));
        }
        return values;
    }

    List<Integer> getInts() {
        return getList(Decoder::getInt);
    }

    /** Checks that all was read. */
    void finish() {
        if (content.hasRemaining()) {
            throw corrupted("it is longer than it should be");
        }
    }

    private void need(int bytes) {
        if (content.remaining() < bytes) {
            throw corrupted("it ends too early");
        }
    }
}
