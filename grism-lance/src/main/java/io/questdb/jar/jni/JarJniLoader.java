package io.questdb.jar.jni;

import io.grism.lance.NativeLibrary;

/**
 * Where Lance asks for its native library. It stands in for the class of that name in the jar {@code jar-jni}, which unpacks 170 MB into the temporary folder each time that a JVM starts, and leaves them
 * there when it dies; ours keeps them in a cache folder.
 */
public interface JarJniLoader {
    /**
     * Loads a library out of the jar of a class.
     *
     * @param folder in the jar; below it is one of the platform
     * @param name without what the platform puts around it
     */
    static <T> void loadLib(Class<T> owner, String folder, String name) {
        NativeLibrary.load(owner, folder, name);
    }
}
