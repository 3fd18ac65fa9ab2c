package io.grism.calcite.query;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.catalog.VersionName;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.ObjectName;
import io.grism.parser.SqlAsOf;
import io.grism.parser.SqlGraphTable;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Makes names of tables, views and graphs AS OF a version: {@code t FOR VERSION AS OF 3} becomes {@code "@3"."main"."t"}, which the catalog reader finds.
 */
final class VersionedNames {
    private final SnapshotCatalog catalog;
    private final String schema;
    private final Set<String> ofWith = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private VersionedNames(SnapshotCatalog catalog, String schema) {
        this.catalog = catalog;
        this.schema = schema;
    }

    /**
     * A statement with names for versions; itself when there are none in it.
     *
     * @param catalog of the statement
     * @param names where names without a schema are looked up
     */
    static SqlNode resolve(SqlNode statement, SnapshotCatalog catalog, GrismCatalogReader names) {
        VersionedNames resolver = new VersionedNames(catalog, names.currentSchema());
        return resolver.mayHave(statement) ? resolver.shuttle(statement, false) : statement;
    }

    /** A statement with names for versions of graphs, tables left as they are. */
    static SqlNode resolveGraphs(SqlNode statement, SnapshotCatalog catalog, GrismCatalogReader names) {
        VersionedNames resolver = new VersionedNames(catalog, names.currentSchema());
        return resolver.mayHave(statement) ? resolver.shuttle(statement, true) : statement;
    }

    private boolean mayHave(SqlNode statement) {
        boolean[] found = new boolean[1];
        statement.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call instanceof SqlAsOf;
                if (call instanceof SqlWithItem item) {
                    ofWith.add(item.name.getSimple());
                }
                return super.visit(call);
            }
        });
        return found[0];
    }

    private SqlNode shuttle(SqlNode statement, boolean graphsOnly) {
        SqlNode result = statement.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                if (call instanceof SqlGraphTable table && table.graph() instanceof SqlAsOf graph) {
                    return super.visit(table.withGraph(resolve(graph, true)));
                }
                return call instanceof SqlAsOf table && !graphsOnly ? resolve(table, false) : super.visit(call);
            }
        });
        if (result == null) {
            throw new IllegalStateException("nothing left of " + statement);
        }
        return result;
    }

    private SqlIdentifier resolve(SqlAsOf table, boolean isGraph) {
        if (!(table.table() instanceof SqlIdentifier name)) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot read a version of " + table.table() + ". Only tables, views and graphs have versions.",
                    SqlErrors.position(table.table().getParserPosition()),
                    null);
        }
        VersionName version = VersionLiterals.of(table);
        if (name.isSimple() && ofWith.contains(name.getSimple())) {
            throw error(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot read a version of " + name + ": it is a query in WITH. Put FOR " + version.sql()
                            + " behind the tables in it.",
                    name);
        }
        SnapshotCatalog then;
        try {
            then = catalog.at(version);
        } catch (GrismException e) {
            throw e.at(SqlErrors.position(table.value().getParserPosition()));
        }
        int last = name.names.size() - 1;
        String wanted = last == 0 ? schema : name.names.get(last - 1);
        String found = last > 1 ? null : then.findSchema(wanted);
        if (found == null) {
            throw error(
                    ErrorCode.UNKNOWN_SCHEMA,
                    "Cannot find schema: " + String.join(".", last == 0 ? List.of(wanted) : name.names.subList(0, last))
                            + " " + version.sql()
                            + Suggestions.didYouMean(wanted, then.snapshot().schemas()),
                    name);
        }
        ObjectName object = then.findObject(new ObjectName(found, name.names.get(last)));
        if (object == null) {
            throw error(
                    isGraph ? ErrorCode.UNKNOWN_GRAPH : ErrorCode.UNKNOWN_TABLE,
                    "Cannot find " + (isGraph ? "graph" : "table") + ": " + name + " " + version.sql()
                            + Suggestions.didYouMean(name.names.get(last), then.objectNames(found)),
                    name);
        }
        return new SqlIdentifier(
                List.of(SnapshotCatalog.versionSchema(version.text()), found, object.name()),
                null,
                name.getParserPosition(),
                Collections.nCopies(3, name.getParserPosition()));
    }

    private static GrismException error(ErrorCode code, String message, SqlNode at) {
        return new GrismException(code, message, SqlErrors.position(at.getParserPosition()), null);
    }
}
