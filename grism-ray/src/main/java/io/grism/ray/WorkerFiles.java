package io.grism.ray;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.ray.worker.GrismWorker;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What the nodes load: the jar with the worker's class, which Ray sees, and the engine's files, which it does not.
 *
 * @param jar of the worker's class
 * @param engine as the worker's class is told: jars, folders of classes, and folders of jars with a star at the end
 */
record WorkerFiles(Path jar, List<String> engine) {
    /** The engine's class in a worker; a test may have another one. */
    static final String EXECUTOR = "io.grism.exec.remote.StageExecutor";

    private static final String JAR_NAME = "grism-worker.jar";
    private static final String JARS = "lib";
    private static final List<String> CLASSES = List.of("GrismWorker", "Engine", "Refusal");

    /** Those of this program, for nodes that see its files where it sees them. */
    static WorkerFiles ofThisProgram(Path cache) {
        List<String> engine = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (!entry.isBlank()) {
                engine.add(Path.of(entry).toAbsolutePath().toString());
            }
        }
        try {
            return new WorkerFiles(cachedJar(cache), engine);
        } catch (IOException e) {
            throw new GrismException(
                    ErrorCode.IO_ERROR, "Cannot write the jar of the workers to " + cache + ": " + e.getMessage(), e);
        }
    }

    /** Those of a folder that {@link #pack} has made, with the same path on each node. */
    static WorkerFiles ofFolder(String path) {
        Path folder = Path.of(path).toAbsolutePath();
        Path jar = folder.resolve(JAR_NAME);
        if (!Files.isRegularFile(jar) || !Files.isDirectory(folder.resolve(JARS))) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot use ray.worker.path: '" + path + "'. It is a folder made by './grism ray pack " + path
                            + "', on this machine and on all nodes");
        }
        return new WorkerFiles(jar, List.of(folder.resolve(JARS) + File.separator + "*"));
    }

    /** Makes a folder of what a node needs. */
    static void pack(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve(JARS));
        Files.write(folder.resolve(JAR_NAME), jarBytes());
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (entry.endsWith(".jar") && Files.isRegularFile(file)) {
                Files.copy(file, jars.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The lines that the worker's class is told. */
    byte[] order(String executor) {
        return Stream.concat(Stream.of(executor), engine.stream())
                .reduce((first, second) -> first + "\n" + second)
                .orElseThrow()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The jar, under a name of its own for each content, so that a running cluster never sees it change. */
    private static Path cachedJar(Path cache) throws IOException {
        byte[] bytes = jarBytes();
        Path folder = Files.createDirectories(cache.resolve("ray-worker-" + digest(bytes)));
        Path jar = folder.resolve(JAR_NAME);
        if (!Files.exists(jar)) {
            Path draft = Files.createTempFile(folder, "draft", ".tmp");
            Files.write(draft, bytes);
            Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    private static byte[] jarBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String folder = GrismWorker.class.getPackageName().replace('.', '/') + "/";
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (String name : CLASSES) {
                copy(folder + name + ".class", jar);
            }
        }
        return bytes.toByteArray();
    }

    private static void copy(String name, JarOutputStream jar) throws IOException {
        try (InputStream in = GrismWorker.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            JarEntry entry = new JarEntry(name);
            entry.setTime(0);
            jar.putNextEntry(entry);
            in.transferTo((OutputStream) jar);
            jar.closeEntry();
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
