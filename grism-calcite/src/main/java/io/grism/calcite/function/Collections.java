package io.grism.calcite.function;

import java.util.List;

/** Values of collection types. Called by generated code. */
public final class Collections {
    private Collections() {}

    public static List<Object> empty() {
        return List.of();
    }
}
