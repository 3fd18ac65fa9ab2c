package io.grism.ray.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer of the worker's class itself, where the engine has none: four bytes that no answer of the engine begins with, and a text. */
public final class Refusal {
    private static final byte[] MARK = {'G', 'R', 'X', 'X'};
    private static final int FRAMES = 12;

    private Refusal() {}

    static byte[] of(String what, Throwable cause) {
        StringWriter text = new StringWriter();
        text.write("GRXX" + what + ": ");
        try {
            cause.printStackTrace(new PrintWriter(text, true));
        } catch (RuntimeException e) {
            text.write(cause.getClass().getName());
        }
        String lines = text.toString();
        int end = 0;
        for (int i = 0; i < FRAMES && end >= 0; i++) {
            end = lines.indexOf('\n', end + 1);
        }
        return (end < 0 ? lines.stripTrailing() : lines.substring(0, end)).getBytes(StandardCharsets.UTF_8);
    }

    /** The text, if the answer is a refusal. */
    public static @Nullable String text(byte[] answer) {
        if (answer.length < MARK.length) {
            return null;
        }
        for (int i = 0; i < MARK.length; i++) {
            if (answer[i] != MARK[i]) {
                return null;
            }
        }
        return new String(answer, MARK.length, answer.length - MARK.length, StandardCharsets.UTF_8);
    }
}
