package io.grism.ray;

import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a worker runs in the tests of the transport: does what the words of a request say. Answers begin with a space, for no answer is empty. */
public final class EchoExecutor {
    private final List<String> done = new ArrayList<>();
    private volatile CountDownLatch stopped = new CountDownLatch(1);

    /** For the worker. */
    public EchoExecutor() {}

    public byte[] call(byte[] request, @Nullable ByteBuffer block) throws InterruptedException {
        String text = new String(request, StandardCharsets.UTF_8);
        String[] words = text.split(" ", -1);
        done.add(words[0]);
        return switch (words[0]) {
            case "done" -> answer(String.join(",", done));
            case "pid" -> answer(Long.toString(ProcessHandle.current().pid()));
            case "sum" -> answer(Long.toString(sum(block)));
            case "slow" -> {
                TimeUnit.MILLISECONDS.sleep(300);
                yield make(Integer.parseInt(words[1]));
            }
            case "make" -> make(Integer.parseInt(words[1]));
            case "wait" -> {
                boolean ended = stopped.await(60, TimeUnit.SECONDS);
                stopped = new CountDownLatch(1);
                yield answer(ended ? "stopped" : "not stopped");
            }
            case "throw" -> throw new IllegalArgumentException("as told");
            case "nothing" -> new byte[0];
            case "halt" -> {
                Runtime.getRuntime().halt(7);
                yield answer("");
            }
            case "sees" -> answer(sees(words[1]));
            default -> answer(text);
        };
    }

    public byte[] control(byte[] request) {
        String text = new String(request, StandardCharsets.UTF_8);
        if (text.equals("stop")) {
            stopped.countDown();
        }
        return answer(text);
    }

    private static long sum(@Nullable ByteBuffer block) {
        if (block == null) {
            return -1;
        }
        long sum = 0;
        while (block.hasRemaining()) {
            sum += block.get();
        }
        return sum;
    }

    private static byte[] make(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static String sees(String resource) {
        try {
            List<String> places = new ArrayList<>();
            for (URL url : java.util.Collections.list(
                    EchoExecutor.class.getClassLoader().getResources(resource))) {
                places.add(url.toString());
            }
            return String.join(",", places);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] answer(String text) {
        return (" " + text).getBytes(StandardCharsets.UTF_8);
    }
}
