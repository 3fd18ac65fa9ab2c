package io.grism.api;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;

/** What a database holds, for JDBC metadata and shells. */
public interface GrismMetadata {
    List<String> schemas();

    List<Table> tables();

    List<Graph> graphs();

    /** Names of all functions that SQL can call. */
    List<String> functions();

    /** A table or view; {@code type} is "TABLE" or "VIEW". */
    record Table(
            String schema,
            String name,
            String type,
            List<Column> columns,
            List<String> primaryKey,
            List<Key> uniqueKeys,
            List<Reference> foreignKeys,
            List<Index> indexes) {}

    record Column(String name, RelDataType type) {}

    record Key(List<String> columns) {}

    /** An index that was created; {@code kind} is "BTREE", "BITMAP" or "FTS". */
    record Index(String name, String kind, List<String> columns) {}

    record Reference(List<String> columns, String schema, String table, List<String> referencedColumns) {}

    /** A property graph: its element tables with labels and properties. */
    record Graph(String schema, String name, List<Element> vertices, List<Element> edges) {}

    /** An element table; {@code roles} is empty for a vertex, else the roles with the vertex each refers to ("source", "Person"). */
    record Element(String name, String table, List<String> labels, List<Column> properties, List<Role> roles) {}

    /**
     * A role of an edge.
     *
     * @param vertex the element table of its players, which may be an edge table
     * @param players how many an edge has
     */
    record Role(String name, String vertex, Players players) {}

    /** How many players of a role an edge has. */
    enum Players {
        ONE,
        OPTIONAL,
        MANY
    }
}
