package io.grism.ray.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engine in a worker process: an object of a class with {@code byte[] call(byte[], ByteBuffer)} and {@code byte[] control(byte[])}, behind a class loader that sees the JDK and the engine's files only. */
final class Engine {
    private final MethodHandle call;
    private final MethodHandle control;
    private final ClassLoader loader;

    private Engine(MethodHandle call, MethodHandle control, ClassLoader loader) {
        this.call = call;
        this.control = control;
        this.loader = loader;
    }

    /**
     * Loads the engine.
     *
     * @param order lines: the name of the class; then jars, folders of classes, and folders of jars, which end with a star
     */
    static Engine load(byte[] order) throws Exception {
        List<String> lines = new String(order, StandardCharsets.UTF_8).lines().toList();
        String name = lines.get(0);
        List<String> places = lines.subList(1, lines.size());
        List<URL> urls = new ArrayList<>();
        for (String place : places) {
            for (Path file : files(place)) {
                urls.add(file.toUri().toURL());
            }
        }
        ClassLoader loader =
                new URLClassLoader("grism", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Class<?> type;
        try {
            type = Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "class " + name + " is in none of the " + urls.size() + " files of " + String.join(":", places)
                            + " that this node has. Set ray.worker.path to a folder with Grism's jars that all nodes have",
                    e);
        }
        Object object = type.getConstructor().newInstance();
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        return new Engine(
                lookup.findVirtual(type, "call", MethodType.methodType(byte[].class, byte[].class, ByteBuffer.class))
                        .bindTo(object),
                lookup.findVirtual(type, "control", MethodType.methodType(byte[].class, byte[].class))
                        .bindTo(object),
                loader);
    }

    private static List<Path> files(String place) throws IOException {
        if (!place.endsWith("*")) {
            Path file = Path.of(place);
            return Files.exists(file) ? List.of(file) : List.of();
        }
        Path folder = Path.of(place.substring(0, place.length() - 1));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    byte[] feed(byte[] request, byte @Nullable [] block) {
        return block == null || block.length == 0
                ? Refusal.of(
                        "Cannot answer a call in a worker process of Ray", new IllegalArgumentException("no block"))
                : call(request, ByteBuffer.wrap(block));
    }

    byte[] call(byte[] request, @Nullable ByteBuffer block) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return checked((byte[]) call.invokeExact(request, block));
        } catch (Throwable e) {
            return Refusal.of("Cannot answer a call in a worker process of Ray", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    byte[] control(byte[] request) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return checked((byte[]) control.invokeExact(request));
        } catch (Throwable e) {
            return Refusal.of("Cannot answer a control call in a worker process of Ray", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static byte[] checked(byte @Nullable [] answer) {
        if (answer == null || answer.length == 0) {
            throw new IllegalStateException("the engine answered with nothing");
        }
        return answer;
    }
}
