package io.grism.exec.storage;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A database in the memory of this process. It starts with the schema {@code main}. Thread-safe. */
public final class MemoryStore extends PagedStore {
    private final AtomicLong numbers = new AtomicLong();

    public MemoryStore() {
        super(new PagedSnapshot(0, Set.of(DEFAULT_SCHEMA), Map.of(), Map.of()));
    }

    @Override
    protected String title() {
        return "the in-memory database";
    }

    @Override
    protected long nextNumber() {
        return numbers.incrementAndGet();
    }
}
