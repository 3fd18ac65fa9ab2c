package io.grism.exec.storage;

import java.util.List;
import java.util.stream.Collectors;

/** Keys as messages show them. */
final class KeyText {
    private KeyText() {}

    /** {@code (a = 1, b = 'x')}. */
    static String of(PagedRows rows, List<Integer> columns, long row) {
        int segment = rows.segmentOf(row);
        int local = (int) (row - rows.firstRow(segment));
        return columns.stream()
                .map(column -> rows.field(column).getName() + " = "
                        + ValueText.of(
                                rows.field(column),
                                rows.segment(segment).column(column).get(local)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** {@code (a, b)}. */
    static String names(TableDefinition definition, List<Integer> columns) {
        return columns.stream()
                .map(column -> definition.schema().getFields().get(column).getName())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
