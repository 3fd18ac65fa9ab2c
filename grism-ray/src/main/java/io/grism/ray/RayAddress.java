package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a cluster's head listens. Ray ends its process over an address that it does not like, and waits long for one where nobody listens: so it is looked at first. */
record RayAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/\\[\\]]+):(\\d{1,5})");
    private static final int PROBE_MILLIS = 3_000;

    static RayAddress parse(String text) {
        if (text.startsWith("ray://")) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot use ray.address: '" + text + "'. This is the address of a Ray client server, which serves"
                            + " Python only; give host:port of the head itself (the port of 'ray start --head --port',"
                            + " 6379 if not said), on a machine of the cluster");
        }
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(2)) > 65_535
                || matcher.group(2).matches("0+")) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot use ray.address: '" + text + "'. Allowed is host:port of the head of a Ray cluster,"
                            + " or nothing for the cluster that './grism ray up' has started");
        }
        return new RayAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** Why nobody answers there; null if somebody does. */
    @Nullable
    String problem() {
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(bareHost(), port);
            if (address.isUnresolved()) {
                return "there is no such host";
            }
            socket.connect(address, PROBE_MILLIS);
            return null;
        } catch (IOException e) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
    }

    /** The host as the node that a driver on this machine belongs to, if it is this machine. */
    @Nullable
    String localNode() {
        try {
            InetAddress address = InetAddress.getByName(bareHost());
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null
                    ? address.getHostAddress()
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether an address of a node says that it is on this machine, whatever the machine. */
    static boolean isLoopback(String node) {
        return node.startsWith("127.");
    }

    private String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
