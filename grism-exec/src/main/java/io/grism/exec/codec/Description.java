package io.grism.exec.codec;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

/** What the bytes of a type look like, each record and each enum once. */
final class Description {
    private final StringBuilder text = new StringBuilder();
    private final Set<Class<?>> known = new HashSet<>();

    void add(String part) {
        text.append(part).append(' ');
    }

    /** Names a class; returns whether it is to be described, because it has not been. */
    boolean open(Class<?> type) {
        add(type.getName());
        return known.add(type);
    }

    int fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
