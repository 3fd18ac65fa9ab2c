package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.catalog.TableIndex;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.storage.index.IndexUse;
import io.grism.parser.SqlDropObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** DROP TABLE, VIEW, SCHEMA, PROPERTY GRAPH or INDEX. CASCADE drops the views and graphs that need it. The indexes of a table go with it. */
record DropObject(SqlDropObject statement, StatementContext context) implements Command {
    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DDL;
    }

    @Override
    public Result execute(Execution execution) {
        return context.change(
                execution,
                transaction -> statement.type() == SqlDropObject.Type.SCHEMA
                        ? dropSchema(transaction)
                        : dropObject(transaction));
    }

    private Result dropObject(WriteTransaction transaction) {
        Snapshot view = transaction.view();
        String wanted = statement.type().toString().toLowerCase(java.util.Locale.ROOT);
        ObjectName name = find(view);
        String kind = name == null ? null : Names.kind(name, view);
        if (name == null || kind == null) {
            if (statement.ifExists) {
                return Result.NONE;
            }
            ObjectName asked = context.name(statement.name(), view);
            throw error(
                    statement.type() == SqlDropObject.Type.PROPERTY_GRAPH
                            ? ErrorCode.UNKNOWN_GRAPH
                            : ErrorCode.UNKNOWN_TABLE,
                    "Cannot find " + wanted + ": " + statement.name()
                            + Suggestions.didYouMean(
                                    asked.name(),
                                    context.catalog(view).takenNames(asked.schema()).stream()
                                            .filter(other -> wanted.equals(
                                                    Names.kind(new ObjectName(asked.schema(), other), view)))
                                            .toList()));
        }
        if (!kind.equals(wanted)) {
            throw error(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot drop " + wanted + " " + name + ": it is " + Names.aKind(name, view) + ". Use DROP "
                            + kind.toUpperCase(java.util.Locale.ROOT) + ".");
        }
        drop(List.of(name), transaction);
        return Result.NONE;
    }

    private @Nullable ObjectName find(Snapshot view) {
        if (statement.ifExists
                && statement.name().names.size() == 2
                && context.catalog(view).findSchema(statement.name().names.get(0)) == null) {
            return null;
        }
        return context.catalog(view).findObject(context.name(statement.name(), view));
    }

    private Result dropSchema(WriteTransaction transaction) {
        Snapshot view = transaction.view();
        String asked = statement.name().toString();
        String schema = context.catalog(view).findSchema(asked);
        if (schema == null) {
            if (statement.ifExists) {
                return Result.NONE;
            }
            throw error(
                    ErrorCode.UNKNOWN_SCHEMA,
                    "Cannot find schema: " + asked + Suggestions.didYouMean(asked, view.schemas()));
        }
        if (schema.equals(Session.DEFAULT_SCHEMA)) {
            throw error(ErrorCode.INVALID_STATEMENT, "Cannot drop schema " + schema + ": a database always has it.");
        }
        List<ObjectName> inside = new ArrayList<>();
        for (String name : context.catalog(view).objectNames(schema)) {
            inside.add(new ObjectName(schema, name));
        }
        if (statement.behavior() == SqlDropObject.Behavior.CASCADE) {
            drop(inside, transaction);
        }
        try {
            transaction.dropSchema(schema);
        } catch (GrismException e) {
            throw e.at(SqlErrors.position(statement.name().getParserPosition()));
        }
        return Result.NONE;
    }

    /** Drops objects, and with CASCADE what needs them; tables after those that refer to them. */
    private void drop(List<ObjectName> names, WriteTransaction transaction) {
        Snapshot view = transaction.view();
        Dependents dependents = new Dependents(context, view);
        List<ObjectName> tables = new ArrayList<>();
        for (ObjectName name : names) {
            Set<ObjectName> needing = dependents.of(name);
            needing.removeAll(names);
            if (!needing.isEmpty() && statement.behavior() != SqlDropObject.Behavior.CASCADE) {
                ObjectName first = needing.iterator().next();
                throw error(
                        ErrorCode.DEPENDENT_OBJECTS,
                        "Cannot drop " + name + ": " + Names.kind(first, view) + " " + first
                                + (needing.size() == 1 ? " needs it" : " and " + (needing.size() - 1) + " more need it")
                                + ". Drop them first, or use CASCADE.");
            }
            needing.stream()
                    .filter(object -> transaction.view().object(object) != null)
                    .forEach(transaction::dropObject);
            if (view.table(name) != null) {
                TableIndex.of(name, view).forEach(index -> transaction.dropObject(index.name()));
                tables.add(name);
            } else if (transaction.view().object(name) != null) {
                transaction.dropObject(name);
                discard(view.object(name), transaction.view());
            }
        }
        dropTables(tables, transaction);
    }

    /** Removes what an index has left in files, unless another one is of the same. */
    private static void discard(@Nullable CatalogObject dropped, Snapshot after) {
        if (dropped == null || !dropped.kind().equals(TableIndex.KIND)) {
            return;
        }
        TableIndex index = TableIndex.of(dropped);
        TableSnapshot table = after.table(index.table());
        boolean isUsed = TableIndex.of(index.table(), after).stream()
                .anyMatch(
                        other -> other.kind() == index.kind() && other.column().equals(index.column()));
        if (table == null || isUsed) {
            return;
        }
        List<Field> fields = table.definition().schema().getFields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(index.column())) {
                table.discard(new IndexUse(index.name().name(), index.kind(), List.of(i)));
            }
        }
    }

    private static void dropTables(List<ObjectName> tables, WriteTransaction transaction) {
        List<ObjectName> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            Snapshot view = transaction.view();
            ObjectName next = left.stream()
                    .filter(name -> left.stream().noneMatch(other -> refersTo(other, name, view)))
                    .findFirst()
                    .orElse(left.get(0));
            transaction.dropTable(next);
            left.remove(next);
        }
    }

    private static boolean refersTo(ObjectName from, ObjectName to, Snapshot view) {
        var table = view.table(from);
        return table != null
                && !from.equals(to)
                && table.definition().foreignKeys().stream()
                        .anyMatch(key -> key.references().equals(to));
    }

    private GrismException error(ErrorCode code, String message) {
        return new GrismException(
                code, message, SqlErrors.position(statement.name().getParserPosition()), null);
    }
}
