package io.grism.calcite.query;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.SqlGraphDefinition;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** What a statement of a session is prepared with. Single-threaded. */
public interface StatementContext {
    /** What is done to the database in a statement. */
    @FunctionalInterface
    interface Change {
        Command.Result apply(WriteTransaction transaction);
    }

    /** What the statement is prepared with, and its names are looked up in; to be closed. */
    Snapshot snapshot();

    /** What the statement sees when it runs, until that ends. */
    Snapshot snapshot(Execution execution);

    /** Changes the database: all of the change is done, or nothing. Waits for other writes; the execution's end ends the wait. */
    Command.Result change(Execution execution, Change change);

    /** The schema that unqualified names are made and looked up in. */
    String currentSchema();

    RelDataTypeFactory typeFactory();

    /** The statement's text. */
    String sql();

    /** What the snapshot holds, by name. */
    SnapshotCatalog catalog(Snapshot snapshot);

    /** The schema and name that an identifier of one or two parts stands for, in the case written there; UNKNOWN_SCHEMA when the schema does not exist. */
    ObjectName name(SqlIdentifier identifier, Snapshot snapshot);

    /** The graph that a definition describes over a snapshot; an error when it is wrong. */
    PropertyGraph graph(ObjectName name, SqlGraphDefinition definition, Snapshot snapshot);

    /**
     * Plans a query, or the rows of an INSERT (with the target's columns), over a snapshot.
     *
     * @throws io.grism.exec.error.GrismException when it is wrong
     */
    QueryPlan plan(SqlNode query, Snapshot snapshot);

    /** Plans a query in which one table has one more column at its end, {@link SnapshotCatalog#ROW_ID}: its row positions. */
    QueryPlan planWithRowIds(SqlNode query, Snapshot snapshot, ObjectName table);
}
