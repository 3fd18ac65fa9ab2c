package io.grism.calcite.validate;

import io.grism.exec.graph.GraphTables.IncidenceTable;
import java.util.List;

/** An edge of a pattern on its way to SQL: an element, or incidences, of which several ways may match. */
sealed interface EdgeSql {
    /** An edge with rows of its own. */
    record Element(ElementSql row) implements EdgeSql {}

    /** Incidences; {@code ways} are numbered where there are several, and the number is a column of {@code alias}. */
    record Incidence(String alias, List<Way> ways, int from, int to) implements EdgeSql {}

    /** Incidences of a table, in the direction that the pattern is written or against it. */
    record Way(int number, IncidenceTable table, boolean out) {}
}
