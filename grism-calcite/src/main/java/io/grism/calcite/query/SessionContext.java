package io.grism.calcite.query;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlGraphDefinition;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** A statement of a session being prepared. */
final class SessionContext implements StatementContext {
    private final Session session;
    private final String sql;
    private final String schema;

    SessionContext(Session session, String sql) {
        this.session = session;
        this.sql = sql;
        this.schema = session.currentSchema();
    }

    Session session() {
        return session;
    }

    @Override
    public Snapshot snapshot() {
        return session.snapshot();
    }

    @Override
    public Snapshot snapshot(Execution execution) {
        return session.snapshot(run(execution));
    }

    private static Run run(Execution execution) {
        if (execution instanceof Run run) {
            return run;
        }
        throw new IllegalArgumentException("not a run of a session");
    }

    @Override
    public Command.Result change(Execution execution, Change change) {
        session.checkReadsNewest();
        return session.transactions().change(run(execution), change);
    }

    @Override
    public String currentSchema() {
        return schema;
    }

    @Override
    public RelDataTypeFactory typeFactory() {
        return session.planner().typeFactory();
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public SnapshotCatalog catalog(Snapshot snapshot) {
        return session.planner().catalog(snapshot);
    }

    @Override
    public ObjectName name(SqlIdentifier identifier, Snapshot snapshot) {
        String wanted = identifier.names.size() == 1 ? schema : identifier.names.get(0);
        String found = catalog(snapshot).findSchema(wanted);
        if (identifier.names.size() > 2 || found == null) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_SCHEMA,
                    "Cannot find schema: "
                            + String.join(".", identifier.names.subList(0, identifier.names.size() - 1))
                            + Suggestions.didYouMean(wanted, snapshot.schemas()),
                    SqlErrors.position(identifier.getParserPosition()),
                    null);
        }
        return new ObjectName(found, identifier.names.get(identifier.names.size() - 1));
    }

    @Override
    public PropertyGraph graph(ObjectName name, SqlGraphDefinition definition, Snapshot snapshot) {
        try {
            return session.planner().graph(name, definition, snapshot, schema);
        } catch (RuntimeException e) {
            throw SqlErrors.translate(e, sql);
        }
    }

    @Override
    public QueryPlan plan(SqlNode query, Snapshot snapshot) {
        return session.planner().plan(query, snapshot, schema, null);
    }

    @Override
    public QueryPlan planWithRowIds(SqlNode query, Snapshot snapshot, ObjectName table) {
        return session.planner().plan(query, snapshot, schema, table);
    }
}
