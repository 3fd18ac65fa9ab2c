package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.ray.relay.Message;
import io.grism.ray.relay.Message.Kind;
import io.grism.ray.relay.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process that is a driver of Ray for this one, with the line to it: a socket in a folder that only this user can look into. It ends when its standard input does, and so with this process.
 */
final class ChildProcess implements AutoCloseable {
    private static final String MAIN = "io.grism.ray.child.RayChild";
    /** Ray's serialisation of its own errors reaches into these packages. */
    static final List<String> OPENS =
            List.of("java.lang", "java.util", "java.util.concurrent", "java.math", "java.net", "java.text", "java.nio");

    private static final long CONNECT_SECONDS = 90;
    private static final long LEAVE_SECONDS = 10;

    private final Process process;
    private final Wire wire;
    private final LastLines output;

    private ChildProcess(Process process, Wire wire, LastLines output) {
        this.process = process;
        this.wire = wire;
        this.output = output;
    }

    static List<String> opens() {
        return OPENS.stream()
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .toList();
    }

    /**
     * Starts a driver and waits until it is connected.
     *
     * @param properties what Ray is told
     */
    static ChildProcess start(RayAddress address, Path jar, List<String> properties, @Nullable String tokenFile) {
        try {
            Path folder = Folders.makeShort();
            try {
                Path socket = folder.resolve("line");
                return connect(address, socket, command(jar, properties, socket), tokenFile);
            } finally {
                // A line that is open needs no name.
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new GrismException(
                    ErrorCode.CONNECTION_FAILED,
                    "Cannot connect to the Ray cluster at " + address + ": " + e.getMessage(),
                    e);
        }
    }

    private static List<String> command(Path jar, List<String> properties, Path socket) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ErrorFileToStderr"));
        command.addAll(opens());
        command.addAll(properties);
        command.addAll(List.of("-cp", ownCode() + ":" + jar, MAIN, socket.toString()));
        return command;
    }

    private static Path ownCode() {
        try {
            return Path.of(ChildProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChildProcess connect(
            RayAddress address, Path socket, List<String> command, @Nullable String tokenFile) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            server.configureBlocking(false);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            if (tokenFile != null) {
                builder.environment().put("RAY_AUTH_MODE", "token");
                builder.environment().put("RAY_AUTH_TOKEN_PATH", tokenFile);
            }
            Process process = builder.start();
            try {
                LastLines output = new LastLines();
                Thread reader = new Thread(() -> output.read(process.getInputStream()), "grism-ray-output");
                reader.setDaemon(true);
                reader.start();
                // Ray ends its process by itself when it cannot connect; this is for when it does not.
                Thread watch = new Thread(() -> endUnlessUp(process), "grism-ray-watch");
                watch.setDaemon(true);
                watch.start();
                try {
                    Wire wire = new Wire(accept(server, process));
                    Message first = wire.receive();
                    if (first == null || first.kind() != Kind.VALUE) {
                        throw new IOException(first == null ? "its driver ended" : first.text());
                    }
                    return new ChildProcess(process, wire, output);
                } catch (IOException e) {
                    throw new GrismException(
                            ErrorCode.CONNECTION_FAILED,
                            "Cannot connect to the Ray cluster at " + address + ": " + e.getMessage()
                                    + lastWords(process, reader, output),
                            e);
                } finally {
                    watch.interrupt();
                }
            } catch (RuntimeException | Error e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    private static void endUnlessUp(Process process) {
        try {
            TimeUnit.SECONDS.sleep(CONNECT_SECONDS);
            process.destroyForcibly();
        } catch (InterruptedException e) {
            // It is up, or gone.
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, Process process) throws IOException {
        while (true) {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(true);
                return channel;
            }
            if (!process.isAlive()) {
                throw new IOException("its driver ended with exit code " + process.exitValue());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(ErrorCode.CANCELLED, "Cannot connect to the Ray cluster: interrupted", e);
        }
    }

    private static String lastWords(Process process, Thread reader, LastLines output) {
        process.destroyForcibly();
        try {
            reader.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String text = output.toString();
        return text.isEmpty() ? "" : ". It said last:\n" + text;
    }

    Wire wire() {
        return wire;
    }

    /** What the process printed last, for the message that it is gone. */
    String lastWords() {
        return output.toString();
    }

    void kill() {
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    /** Lets the process leave the cluster, and ends it if it does not. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            wire.close();
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
