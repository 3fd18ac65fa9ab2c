package io.grism.ray.relay;

import java.nio.charset.StandardCharsets;

/**
 * What one end of the line tells the other.
 *
 * @param id the block that a call or put makes, the executor that is started, or the question that an answer belongs to
 * @param target the executor that is called, or what was lost
 * @param block the block that is meant; 0 for none
 */
public record Message(Kind kind, long id, long target, long block, byte[] body) {
    private static final byte[] NOTHING = {};

    /** What is told. */
    public enum Kind {
        /** To the child: start executor {@code id}; the body says where and how. */
        START,
        /** Call {@code target} with the body and {@code block}; its answer is block {@code id}. */
        CALL,
        /** The same, beside the calls. */
        CONTROL,
        /** Keep the body as block {@code id}. */
        PUT,
        /** Answer {@code id} with the bytes of {@code block}, which {@code target} makes: in the order of such questions if it is positive; its negative number, or 0, stands for what has no order. */
        BYTES,
        /** Forget {@code block}. */
        FREE,
        /** End the process of {@code target}. */
        KILL,
        /** Answer {@code id} with the nodes that are alive. */
        NODES,
        /** From the child: the answer to {@code id}. The first one, to 0, says that the child is connected. */
        VALUE,
        /** What {@code id} asks for is lost; {@code target} is the ordinal of what, the body says how. */
        LOST,
        /** {@code id} cannot be answered; the body says why. */
        FAILED
    }

    public static Message of(Kind kind, long id, byte[] body) {
        return new Message(kind, id, 0, 0, body);
    }

    public static Message of(Kind kind, long id, String body) {
        return of(kind, id, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A message about an executor, or a block, without a body. */
    public static Message about(Kind kind, long id, long target, long block) {
        return new Message(kind, id, target, block, NOTHING);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
