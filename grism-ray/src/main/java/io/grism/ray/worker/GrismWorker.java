package io.grism.ray.worker;

import org.jspecify.annotations.Nullable;

/**
 * An executor's process, as Ray sees it: an actor that passes bytes to the engine. No method throws and none answers with nothing, for Ray's worker processes survive neither; what goes wrong here is a {@link Refusal}.
 *
 * <p>A block comes as an array and not as a buffer, although that is a copy: Ray ends a process that is to be given a buffer that was lost.
 */
public final class GrismWorker {
    private static final byte[] READY = {'O', 'K'};

    private final @Nullable Engine engine;
    private final byte[] refusal;

    /**
     * Loads the engine.
     *
     * @param order see {@link Engine#load}
     */
    public GrismWorker(byte[] order) {
        Engine loaded = null;
        byte[] problem = {};
        try {
            loaded = Engine.load(order);
        } catch (Throwable e) {
            problem = Refusal.of("Cannot load Grism's engine in a worker process of Ray", e);
        }
        this.engine = loaded;
        this.refusal = problem;
    }

    /** Says whether the engine is loaded. */
    public byte[] hello() {
        return engine == null ? refusal : READY;
    }

    public byte[] call(byte[] request) {
        return engine == null ? refusal : engine.call(request, null);
    }

    public byte[] feed(byte[] request, byte[] block) {
        return engine == null ? refusal : engine.feed(request, block);
    }

    /** Runs beside the calls. */
    public byte[] control(byte[] request) {
        return engine == null ? refusal : engine.control(request);
    }
}
