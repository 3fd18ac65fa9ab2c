package io.grism.ray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that would end or hang a driver of Ray are refused before there is one. */
final class RayAddressTest {
    @Test
    void readsHostAndPort() {
        assertEquals(new RayAddress("127.0.0.2", 6379), RayAddress.parse(" 127.0.0.2:6379 "));
        assertEquals(new RayAddress("[::1]", 6379), RayAddress.parse("[::1]:6379"));
        assertEquals("head.example:10", RayAddress.parse("head.example:10").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auto", "local", "host", ":6379", "host:", "host:0", "host:65536", "a b:1", "http://host:1"})
    void refusesWhatIsNoAddress(String text) {
        GrismException error = assertThrows(GrismException.class, () -> RayAddress.parse(text));
        assertEquals(ErrorCode.INVALID_OPTION, error.code());
        assertTrue(error.getMessage().contains("Allowed is host:port"), error.getMessage());
    }

    @Test
    void refusesClientAddressesWithAHint() {
        GrismException error = assertThrows(GrismException.class, () -> RayAddress.parse("ray://host:10001"));
        assertTrue(error.getMessage().contains("Python only; give host:port"), error.getMessage());
    }

    @Test
    void seesWhetherSomebodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            port = socket.getLocalPort();
            assertNull(new RayAddress("127.0.0.2", port).problem());
        }
        assertNotNull(new RayAddress("127.0.0.2", port).problem());
        GrismException error = assertThrows(GrismException.class, () -> new RayClusterProvider()
                .connect(Map.of("ray.address", "127.0.0.2:" + port, "ray.jar", jarOfAnyKind())));
        assertEquals(ErrorCode.CONNECTION_FAILED, error.code());
        assertTrue(error.getMessage().contains("'./grism ray up' starts a cluster"), error.getMessage());
    }

    private static String jarOfAnyKind() {
        return java.nio.file.Path.of(Test.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
