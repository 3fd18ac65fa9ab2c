package io.grism.bench;

import java.util.Locale;

/** The engines that are compared. */
enum EngineKind {
    GRISM("Grism", "8g"),
    DUCKDB("DuckDB", "2g"),
    KUZU("Kuzu", "2g"),
    REFERENCE("Reference", "8g");

    /** What each engine may use, on the Java heap or beside it. */
    static final String MEMORY = "8GB";

    private final String title;
    private final String heap;

    EngineKind(String title, String heap) {
        this.title = title;
        this.heap = heap;
    }

    static EngineKind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String title() {
        return title;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The maximal Java heap of its process. */
    String heap() {
        return heap;
    }

    Engine open(int threads) {
        return switch (this) {
            case GRISM -> new GrismEngine(threads);
            case DUCKDB -> new DuckEngine(threads);
            case KUZU -> new KuzuEngine(threads);
            case REFERENCE -> new ReferenceEngine(threads);
        };
    }
}
