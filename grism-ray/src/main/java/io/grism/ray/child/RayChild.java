package io.grism.ray.child;

import io.grism.ray.child.RayDriver.LostAnswer;
import io.grism.ray.relay.Message;
import io.grism.ray.relay.Message.Kind;
import io.grism.ray.relay.NodeLine;
import io.grism.ray.relay.StartOrder;
import io.grism.ray.relay.Wire;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The main program of the child process: does what the messages on its line say, and ends when its standard input or the line ends, and with it all that it has started on the cluster.
 *
 * <p>What must keep its order (starts, calls, puts, frees) is done by one thread; what waits is done by a thread each. The thread that receives never waits for the line, so neither end can wait for the other for ever.
 */
public final class RayChild {
    /** How long leaving the cluster may take. */
    private static final long LEAVE_MILLIS = 5_000;
    /** Kilobytes of requests that may wait for Ray to take them. */
    private static final int BACKLOG = 128 << 10;

    private final RayDriver ray;
    private final Wire wire;
    private final ExecutorService inOrder = Executors.newSingleThreadExecutor(daemons("grism-ray-order"));
    private final ExecutorService waiting = Executors.newCachedThreadPool(daemons("grism-ray-wait"));
    private final Map<Long, Executor> answers = new HashMap<>();
    private final Semaphore backlog = new Semaphore(BACKLOG);

    private RayChild(RayDriver ray, Wire wire) {
        this.ray = ray;
        this.wire = wire;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    public static void main(String[] arguments) throws IOException {
        daemons("grism-ray-parent").newThread(RayChild::endWithParent).start();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]));
                Wire wire = new Wire(channel)) {
            RayDriver ray;
            try {
                ray = RayDriver.connect();
            } catch (RuntimeException | Error e) {
                wire.send(Message.of(Kind.FAILED, 0, String.valueOf(e)));
                throw e;
            }
            NativeLibrary.dropCopy();
            wire.send(Message.of(Kind.VALUE, 0, ""));
            new RayChild(ray, wire).serve();
        } finally {
            leave();
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said here.
            }
        } catch (IOException e) {
            // The same as its end.
        }
        leave();
    }

    /** Leaves the cluster, in good order if that is possible. */
    private static void leave() {
        daemons("grism-ray-leave")
                .newThread(() -> {
                    try {
                        Thread.sleep(LEAVE_MILLIS);
                    } catch (InterruptedException e) {
                        // Leaves now.
                    }
                    Runtime.getRuntime().halt(1);
                })
                .start();
        RayDriver.disconnect();
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        for (Message message = wire.receive(); message != null; message = wire.receive()) {
            take(message);
        }
    }

    private void take(Message message) {
        switch (message.kind()) {
            case START -> {
                StartOrder order = StartOrder.read(message.body());
                ray.declareActor(message.id());
                inOrder.execute(() -> {
                    ray.start(message.id(), order);
                    waiting.execute(() -> ray.await(message.id(), order));
                });
            }
            case CALL -> {
                ray.declareBlock(message.id());
                inOrder(message, () -> ray.call(message.id(), message.target(), message.block(), message.body()));
            }
            case PUT -> {
                ray.declareBlock(message.id());
                inOrder(message, () -> ray.put(message.id(), message.body()));
            }
            case CONTROL -> {
                ray.declareBlock(message.id());
                waiting.execute(() -> ray.control(message.id(), message.target(), message.body()));
            }
            case FREE -> inOrder(message, () -> ray.free(message.block()));
            case KILL -> waiting.execute(() -> ray.kill(message.target()));
            case BYTES ->
                answers(message.target())
                        .execute(
                                () -> answer(message.id(), () -> ray.get(message.block(), Math.abs(message.target()))));
            case NODES ->
                waiting.execute(() ->
                        answer(message.id(), () -> NodeLine.write(ray.nodes()).getBytes(StandardCharsets.UTF_8)));
            case VALUE, LOST, FAILED -> throw new IllegalStateException("an answer: " + message.kind());
        }
    }

    /** Who waits for the answers of an executor: they are told in the order of the calls. */
    private Executor answers(long executor) {
        return executor <= 0 ? waiting : answers.computeIfAbsent(executor, RayChild::oneThread);
    }

    private static Executor oneThread(long executor) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("grism-ray-answers-" + executor));
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    private void inOrder(Message message, Runnable action) {
        int size = Math.min(BACKLOG, 1 + (message.body().length >> 10));
        backlog.acquireUninterruptibly(size);
        inOrder.execute(() -> {
            try {
                action.run();
            } finally {
                backlog.release(size);
            }
        });
    }

    private interface Question {
        byte[] answer() throws LostAnswer;
    }

    private void answer(long id, Question question) {
        Message answer;
        try {
            answer = Message.of(Kind.VALUE, id, question.answer());
        } catch (LostAnswer e) {
            answer = new Message(Kind.LOST, id, e.what.ordinal(), 0, text(e).getBytes(StandardCharsets.UTF_8));
        } catch (CompletionException e) {
            answer = Message.of(Kind.FAILED, id, text(e.getCause() == null ? e : e.getCause()));
        } catch (RuntimeException | Error e) {
            answer = Message.of(Kind.FAILED, id, text(e));
        }
        try {
            wire.send(answer);
        } catch (IOException e) {
            // The other end is gone: the thread that receives learns it too.
        }
    }

    private static String text(Throwable e) {
        StringBuilder text = new StringBuilder(
                Objects.requireNonNullElse(e.getMessage(), e.getClass().getName()));
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; caused by ").append(cause);
        }
        return text.toString();
    }
}
