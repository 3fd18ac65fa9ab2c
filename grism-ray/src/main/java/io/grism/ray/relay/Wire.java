package io.grism.ray.relay;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One end of the line: messages over a socket. Any thread may send; one thread receives. */
public final class Wire implements AutoCloseable {
    private static final int HEADER = 32;
    /** What is copied between the heap and the socket at a time: the JDK keeps a direct buffer of this size for each thread. */
    private static final int SLICE = 1 << 20;

    private final SocketChannel channel;
    private final Object sending = new Object();

    public Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /** Sends a message; waits while the other end does not take it. */
    public void send(Message message) throws IOException {
        byte[] body = message.body();
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .putInt(message.kind().ordinal())
                .putInt(body.length)
                .putLong(message.id())
                .putLong(message.target())
                .putLong(message.block())
                .flip();
        synchronized (sending) {
            write(header);
            write(ByteBuffer.wrap(body));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + SLICE));
            channel.write(bytes);
            bytes.limit(end);
        }
    }

    /** Waits for the next message; null when the other end has closed the line. */
    public @Nullable Message receive() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        if (!read(header)) {
            return null;
        }
        header.flip();
        Message.Kind kind = Message.Kind.values()[header.getInt()];
        byte[] body = new byte[header.getInt()];
        long id = header.getLong();
        long target = header.getLong();
        long block = header.getLong();
        if (!read(ByteBuffer.wrap(body))) {
            throw new EOFException("a message without its body");
        }
        return new Message(kind, id, target, block, body);
    }

    /** Fills the buffer; false if the line ends before its first byte. */
    private boolean read(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + SLICE));
            int count = channel.read(bytes);
            bytes.limit(end);
            if (count < 0) {
                if (bytes.position() == 0) {
                    return false;
                }
                throw new EOFException("half a message");
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
