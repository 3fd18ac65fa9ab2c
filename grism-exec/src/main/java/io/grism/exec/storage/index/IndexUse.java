package io.grism.exec.storage.index;

import java.util.List;

/**
 * That a scan may look rows up instead of reading all of them.
 *
 * @param name of the index, for people
 * @param columns ordinals in the table; only a key has more than one
 */
public record IndexUse(String name, IndexKind kind, List<Integer> columns) {
    public IndexUse {
        columns = List.copyOf(columns);
    }
}
