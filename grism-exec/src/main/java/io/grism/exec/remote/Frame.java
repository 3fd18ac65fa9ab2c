package io.grism.exec.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an executor is told and what it answers: a header of 64 bytes and a body, so that a frame is never empty and Arrow bodies stay aligned. Little-endian: magic (int), version (int), kind (int), count (int), length of the body (long),
 * zeros.
 *
 * @param kind what the body is
 * @param count what the kind says it counts
 */
record Frame(Kind kind, int count, ByteBuffer body) {
    static final int HEADER = 64;
    static final int VERSION = 1;
    private static final int MAGIC = 0x4D535247;

    /** What a body is. */
    enum Kind {
        /** Requests; see {@link Requests}. */
        OPEN,
        TABLE,
        FEED,
        RUN,
        SPREAD,
        TAKE,
        STREAM,
        NEXT,
        FORGET,
        CANCEL,
        CLOSE,
        PING,
        /** Answers: done, with what the request says it answers. */
        DONE,
        /** Rows: a block. */
        ROWS,
        /** There are no more rows. */
        END,
        /** The query cannot go on: an error of the query itself, to be told as it is. */
        ERROR
    }

    static Frame of(Kind kind, byte[] body) {
        return new Frame(kind, 0, ByteBuffer.wrap(body));
    }

    byte[] toBytes() {
        byte[] bytes = new byte[HEADER + body.remaining()];
        body.duplicate().get(bytes, HEADER, body.remaining());
        return head(bytes, kind, count);
    }

    /** Writes the header of a frame into the space before its body. */
    static byte[] head(byte[] bytes, Kind kind, int count) {
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC)
                .putInt(VERSION)
                .putInt(kind.ordinal())
                .putInt(count)
                .putLong(bytes.length - HEADER);
        return bytes;
    }

    /** Reads a frame; its body is a view of the bytes, little-endian. */
    static Frame read(ByteBuffer source) {
        ByteBuffer bytes = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < HEADER || bytes.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a frame");
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("a frame of version " + version + ", not " + VERSION);
        }
        Kind kind = Kind.values()[bytes.getInt()];
        int count = bytes.getInt();
        long length = bytes.getLong();
        bytes.position(source.position() + HEADER);
        if (length != bytes.remaining()) {
            throw new IllegalArgumentException("a frame of " + bytes.remaining() + " bytes, not " + length);
        }
        return new Frame(kind, count, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }
}
