package io.grism.exec.storage;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.TableDefinition.ForeignKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What others have committed since the version that a transaction works on, and which of its changes do not go together with that. As nobody else commits while it runs, what is
 * found out once stays true. Single-threaded.
 */
final class TransactionConflicts {
    private final PagedSnapshot on;
    private final PagedSnapshot newest;

    TransactionConflicts(PagedSnapshot on, PagedSnapshot newest) {
        this.on = on;
        this.newest = newest;
    }

    /** Fails when a table is not as it was. */
    void checkTable(String what, ObjectName name) {
        PagedTable before = on.table(name);
        PagedTable after = newest.table(name);
        if (before == null ? after != null : after == null || before.version() != after.version()) {
            throw changed(what, "table " + name);
        }
    }

    /** Fails when what a name means is not what it was, or its schema is gone. */
    void checkName(String what, ObjectName name) {
        checkSchema(what, name.schema());
        checkTable(what, name);
        if (!Objects.equals(on.object(name), newest.object(name))) {
            throw changed(what, name.toString());
        }
    }

    /** Fails when a schema has come or gone. */
    void checkSchema(String what, String name) {
        if (on.schemas().contains(name) != newest.schemas().contains(name)) {
            throw changed(what, "schema " + name);
        }
    }

    /** Fails when others have put something into a schema. */
    void checkEmpty(String what, String schema) {
        checkSchema(what, schema);
        for (ObjectName name : newest.tableMap().keySet()) {
            if (name.schema().equals(schema) && on.table(name) == null) {
                throw changed(what, "schema " + schema);
            }
        }
        for (ObjectName name : newest.objectMap().keySet()) {
            if (name.schema().equals(schema) && on.object(name) == null) {
                throw changed(what, "schema " + schema);
            }
        }
    }

    /**
     * Fails when a table that references another is not as it was.
     *
     * @param own tables that the transaction has changed or dropped itself
     * @param changed the columns whose values change; null for all
     */
    void checkReferencing(String what, ObjectName name, Set<ObjectName> own, @Nullable List<Integer> changed) {
        List<PagedTable> all = new ArrayList<>(newest.tableMap().values());
        all.addAll(on.tableMap().values());
        for (PagedTable other : all) {
            ObjectName otherName = other.definition().name();
            for (ForeignKey reference : other.definition().foreignKeys()) {
                if (reference.references().equals(name)
                        && !own.contains(otherName)
                        && (changed == null
                                || reference.referencedColumns().stream().anyMatch(changed::contains))) {
                    checkTable(what, otherName);
                }
            }
        }
    }

    /** Fails when there are views, graphs and the like that were not there: they may need what is to be taken away. */
    void checkNoNewObjects(String what) {
        for (CatalogObject object : newest.objects()) {
            if (!object.equals(on.object(object.name()))) {
                throw changed(what, object.name().toString());
            }
        }
    }

    /** Fails when something is gone or has another definition: what is to be made may need it. */
    void checkNothingGone(String what) {
        for (PagedTable table : on.tableMap().values()) {
            PagedTable now = newest.table(table.definition().name());
            if (now == null || now.id() != table.id()) {
                throw changed(what, "table " + table.definition().name());
            }
        }
        for (CatalogObject object : on.objects()) {
            if (!object.equals(newest.object(object.name()))) {
                throw changed(what, object.name().toString());
            }
        }
    }

    private static GrismException changed(String what, String thing) {
        return new GrismException(
                ErrorCode.WRITE_CONFLICT,
                "Cannot " + what + ": " + thing
                        + " has changed since the transaction began. Run the transaction again");
    }
}
