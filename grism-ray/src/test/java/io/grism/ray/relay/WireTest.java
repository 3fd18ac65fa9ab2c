package io.grism.ray.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grism.ray.relay.Message.Kind;
import java.io.EOFException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages arrive as they were sent, also while both ends send. */
final class WireTest {
    @TempDir
    private @Nullable Path folder;

    /** Both ends of a line. */
    private SocketChannel[] line() throws Exception {
        assertNotNull(folder);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            SocketChannel client = SocketChannel.open(address);
            return new SocketChannel[] {client, server.accept()};
        }
    }

    @Test
    void carriesMessagesBothWaysAtOnce() throws Exception {
        SocketChannel[] ends = line();
        try (Wire one = new Wire(ends[0]);
                Wire other = new Wire(ends[1])) {
            Thread first = new Thread(() -> send(one, 1));
            Thread second = new Thread(() -> send(other, 2));
            Thread third = new Thread(() -> receive(one, 2));
            List.of(first, second, third).forEach(Thread::start);
            receive(other, 1);
            for (Thread thread : List.of(first, second, third)) {
                thread.join();
            }
        }
    }

    private static byte[] body(long seed, int number) {
        Random random = new Random(seed * 1000 + number);
        byte[] body = new byte[number % 7 == 0 ? 0 : number % 11 == 0 ? 3_000_001 : random.nextInt(5_000)];
        random.nextBytes(body);
        return body;
    }

    private static void send(Wire wire, long seed) {
        for (int i = 0; i < 60; i++) {
            try {
                wire.send(new Message(Kind.values()[i % Kind.values().length], i, -i, seed, body(seed, i)));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static void receive(Wire wire, long seed) {
        for (int i = 0; i < 60; i++) {
            try {
                Message message = wire.receive();
                assertNotNull(message);
                assertEquals(Kind.values()[i % Kind.values().length], message.kind());
                assertEquals(
                        List.of((long) i, (long) -i, seed), List.of(message.id(), message.target(), message.block()));
                assertArrayEquals(body(seed, i), message.body());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void tellsAnEndFromHalfAMessage() throws Exception {
        SocketChannel[] ends = line();
        try (Wire wire = new Wire(ends[0])) {
            ends[1].close();
            assertNull(wire.receive());
        }
    }

    @Test
    void noticesHalfAMessage() throws Exception {
        SocketChannel[] ends = line();
        try (Wire wire = new Wire(ends[0])) {
            ends[1].write(ByteBuffer.wrap(new byte[10]));
            ends[1].close();
            assertThrows(EOFException.class, wire::receive);
        }
    }

    @Test
    void ordersAndNodesSurviveAsBytes() {
        StartOrder order = new StartOrder("127.0.0.2", 5, List.of("-Xmx1g", "-Da=b c"), new byte[70_000]);
        StartOrder read = StartOrder.read(order.toBytes());
        assertEquals(order.address(), read.address());
        assertEquals(order.patience(), read.patience());
        assertEquals(order.jvmOptions(), read.jvmOptions());
        assertArrayEquals(order.engine(), read.engine());
        List<NodeLine> nodes = List.of(new NodeLine("a1", "127.0.0.2", 2), new NodeLine("b2", "127.0.0.3", 0));
        assertEquals(nodes, NodeLine.read(NodeLine.write(nodes)));
        assertEquals(List.of(), NodeLine.read(NodeLine.write(List.of())));
    }
}
