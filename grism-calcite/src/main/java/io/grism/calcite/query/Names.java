package io.grism.calcite.query;

import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Looks up what the names of a definition or a change stand for. */
final class Names {
    private Names() {}

    /** The stored table of this name; UNKNOWN_TABLE otherwise, also for a view or a graph. */
    static TableSnapshot table(SqlIdentifier identifier, StatementContext context, Snapshot snapshot) {
        ObjectName wanted = context.name(identifier, snapshot);
        ObjectName found = context.catalog(snapshot).findObject(wanted);
        TableSnapshot table = found == null ? null : snapshot.table(found);
        if (table == null) {
            CatalogObject object = found == null ? null : snapshot.object(found);
            String reason = object == null
                    ? Suggestions.didYouMean(
                            wanted.name(), context.catalog(snapshot).objectNames(wanted.schema()))
                    : ": it is " + withArticle(object.kind().toLowerCase(Locale.ROOT)) + ".";
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot find table: " + identifier + reason,
                    SqlErrors.position(identifier.getParserPosition()),
                    null);
        }
        return table;
    }

    /** The ordinal of a column. */
    static int column(SqlIdentifier column, TableDefinition table) {
        List<String> names = columns(table);
        int ordinal = find(column.getSimple(), names);
        if (ordinal < 0) {
            throw unknownColumn(column, table.name().name(), names);
        }
        return ordinal;
    }

    /** The ordinals of columns, each named once. */
    static List<Integer> columns(SqlNodeList columns, TableDefinition table) {
        List<Integer> ordinals = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (SqlNode node : columns) {
            int ordinal = column((SqlIdentifier) node, table);
            if (!seen.add(ordinal)) {
                throw new GrismException(
                        ErrorCode.INVALID_STATEMENT,
                        "Cannot name column " + node + " twice.",
                        SqlErrors.position(node.getParserPosition()),
                        null);
            }
            ordinals.add(ordinal);
        }
        return ordinals;
    }

    static List<String> columns(TableDefinition table) {
        return table.schema().getFields().stream().map(Field::getName).toList();
    }

    /** The ordinal of a name in any case, or -1. */
    static int find(String name, List<String> names) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    static GrismException unknownColumn(SqlIdentifier column, String table, List<String> names) {
        return new GrismException(
                ErrorCode.UNKNOWN_COLUMN,
                "Cannot find column: " + column.getSimple() + " of " + table
                        + Suggestions.didYouMean(column.getSimple(), names),
                SqlErrors.position(column.getParserPosition()),
                null);
    }

    /** What a name that is taken stands for: "table", "view", "property graph" or "index"; null when it is free. */
    static @Nullable String kind(ObjectName name, Snapshot snapshot) {
        if (snapshot.table(name) != null) {
            return "table";
        }
        CatalogObject object = snapshot.object(name);
        return object == null ? null : object.kind().toLowerCase(Locale.ROOT);
    }

    /** What a name that is taken stands for: "a table", "an index". */
    static String aKind(ObjectName name, Snapshot snapshot) {
        String kind = kind(name, snapshot);
        return withArticle(kind == null ? "object" : kind);
    }

    private static String withArticle(String kind) {
        return ("aeio".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
    }

    /** An identifier that finds this object whatever the current schema is. */
    static SqlIdentifier identifier(ObjectName name, org.apache.calcite.sql.parser.SqlParserPos position) {
        return new SqlIdentifier(List.of(name.schema(), name.name()), position);
    }
}
