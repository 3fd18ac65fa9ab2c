package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of Ray whose nodes are all on this machine, each with an address of its own on loopback. Only who can read its token can use it, although Ray listens on all networks.
 *
 * <p>A cluster for the command line stays until it is stopped, by whichever process; one for a test ends with the process that has started it.
 */
public final class LocalRay implements AutoCloseable {
    private static final Path TOKEN = Path.of("token");
    /** The head is at 127.0.0.2: Ray replaces 127.0.0.1 by an address of the network. */
    private static final int FIRST = 2;
    /** A node with executors of a driver that has not left waits for them for long. */
    private static final long STOP_SECONDS = 5;

    private final String address;
    private final Path folder;
    private final List<LocalNode> nodes;

    private LocalRay(String address, Path folder, List<LocalNode> nodes) {
        this.address = address;
        this.folder = folder;
        this.nodes = nodes;
    }

    /**
     * How large a cluster is.
     *
     * @param nodes how many
     * @param processors of each node
     * @param objectStore bytes of each node for what moves between executors
     */
    public record Size(int nodes, int processors, long objectStore) {
        private static final int MOST = 16;
        private static final long SMALLEST_STORE = 100L << 20;

        public Size {
            if (nodes < 1 || nodes > MOST) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot start nodes: " + nodes + ". Allowed is a number from 1 to " + MOST);
            }
            if (processors < 1) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot start nodes with processors: " + processors + ". Allowed is a number from 1 on");
            }
            if (objectStore < SMALLEST_STORE) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot start nodes with an object store of bytes: " + objectStore + ". Allowed is "
                                + SMALLEST_STORE + " or more");
            }
        }
    }

    /** How long the nodes live. */
    public enum Life {
        /** As long as the process that has started them. */
        TIED,
        /** Until they are stopped. */
        DETACHED
    }

    /** Starts nodes and waits until they are up. Ray gives a node half a minute, which a busy machine may exceed: there are two attempts. */
    public static LocalRay start(RayHome home, Size size, Life life) {
        try {
            return startOnce(home, size, life);
        } catch (GrismException e) {
            if (e.code() != ErrorCode.CONNECTION_FAILED) {
                throw e;
            }
            return startOnce(home, size, life);
        }
    }

    private static LocalRay startOnce(RayHome home, Size size, Life life) {
        @Nullable Path command = home.command();
        if (command == null) {
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED,
                    "Cannot start Ray: only its jar is known: " + home.jar() + ". The program 'ray' is needed as well");
        }
        Path folder;
        try {
            folder = Folders.makeShort();
        } catch (IOException e) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot make a folder for Ray: " + e.getMessage(), e);
        }
        List<LocalNode> nodes = new ArrayList<>();
        LocalRay ray = null;
        try {
            Path token = writeToken(folder);
            String head = host(0);
            String address = head + ":" + freePort(head);
            ray = new LocalRay(address, folder, nodes);
            LocalNode.Starter starter = new LocalNode.Starter(command, folder, token, address, size, life);
            nodes.add(starter.start(head));
            nodes.get(0).awaitUp();
            for (int i = 1; i < size.nodes(); i++) {
                nodes.add(starter.start(host(i)));
            }
            for (LocalNode node : nodes) {
                node.awaitUp();
            }
            return ray;
        } catch (IOException e) {
            stop(ray, nodes, folder);
            throw new GrismException(ErrorCode.CONNECTION_FAILED, "Cannot start Ray: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            stop(ray, nodes, folder);
            throw e;
        }
    }

    private static void stop(@Nullable LocalRay ray, List<LocalNode> nodes, Path folder) {
        (ray == null ? new LocalRay("", folder, nodes) : ray).close();
    }

    private static String host(int node) {
        return "127.0.0." + (FIRST + node);
    }

    private static int freePort(String host) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    private static Path writeToken(Path folder) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Path file = Files.createFile(
                folder.resolve(TOKEN),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, HexFormat.of().formatHex(random));
    }

    /** host:port of the head. */
    public String address() {
        return address;
    }

    /** What a session sets to use the cluster, besides {@code runtime=ray}. */
    public Map<String, String> settings() {
        return Map.of(
                RayOptions.ADDRESS,
                address,
                RayOptions.TOKEN,
                folder.resolve(TOKEN).toString());
    }

    RayOptions options(RayOptions others) {
        return new RayOptions(
                address,
                others.nodeIp(),
                others.token().isEmpty() ? folder.resolve(TOKEN).toString() : others.token(),
                others.jar(),
                others.workerPath(),
                others.workerOptions());
    }

    /** A line for each node: its address, its process and whether that runs. */
    public List<String> report() {
        return nodes.stream().map(LocalNode::toString).toList();
    }

    /** Whether all nodes run. */
    public boolean isWhole() {
        return nodes.stream().allMatch(LocalNode::isAlive);
    }

    List<LocalNode> nodes() {
        return nodes;
    }

    /** Stops the nodes, and removes what they have written. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>();
        for (LocalNode node : nodes) {
            all.addAll(node.processes());
        }
        // The head last: the others wait for it when it is gone.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).askToStop();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        for (LocalNode node : nodes) {
            node.awaitStop(deadline);
        }
        for (LocalNode node : nodes) {
            all.addAll(node.processes());
        }
        for (ProcessHandle process : all) {
            process.destroyForcibly();
        }
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // What is still being written there stays: the nodes are gone all the same.
        }
    }

    private static Path stateFile() {
        return CacheFolder.get().resolve("ray-cluster.properties");
    }

    /** Notes the cluster for other processes. */
    public void publish() throws IOException {
        Properties state = new Properties();
        state.setProperty("address", address);
        state.setProperty("folder", folder.toString());
        for (int i = 0; i < nodes.size(); i++) {
            state.setProperty("node." + i, nodes.get(i).write());
        }
        Files.createDirectories(stateFile().getParent());
        // Whole or not at all: what is noted is removed later.
        Path draft = Files.createTempFile(stateFile().getParent(), "ray-cluster", ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(draft)) {
                state.store(out, "The cluster that './grism ray up' has started");
            }
            Files.move(draft, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Forgets what {@link #publish} has noted. */
    public static void unpublish() throws IOException {
        Files.deleteIfExists(stateFile());
    }

    /** The cluster that was noted, if any; its nodes may be gone. A note that is damaged counts as none: nobody knows whose folder it would name. */
    public static @Nullable LocalRay published() {
        Properties state = new Properties();
        try (Reader in = Files.newBufferedReader(stateFile())) {
            state.load(in);
            Path folder = Path.of(state.getProperty("folder", ""));
            List<LocalNode> nodes = new ArrayList<>();
            for (int i = 0; state.getProperty("node." + i) != null; i++) {
                nodes.add(LocalNode.read(state.getProperty("node." + i)));
            }
            boolean isWhole = folder.isAbsolute() && state.containsKey("address") && !nodes.isEmpty();
            return isWhole ? new LocalRay(state.getProperty("address"), folder, nodes) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The cluster that was noted, if its head runs. */
    static @Nullable LocalRay running() {
        @Nullable LocalRay noted = published();
        return noted != null && !noted.nodes.isEmpty() && noted.nodes.get(0).isAlive() ? noted : null;
    }
}
