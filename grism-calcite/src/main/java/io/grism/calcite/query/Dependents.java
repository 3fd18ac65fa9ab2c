package io.grism.calcite.query;

import io.grism.calcite.catalog.GrismGraph;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.GrismParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Which views and graphs of a snapshot need which objects, directly or through others. */
final class Dependents {
    private final Map<ObjectName, Set<ObjectName>> needs = new HashMap<>();

    Dependents(StatementContext context, Snapshot snapshot) {
        for (CatalogObject object : snapshot.objects()) {
            if (object.kind().equals(CreateView.KIND)) {
                needs.put(object.name(), viewNeeds(object.name(), context, snapshot));
            } else if (object.kind().equals(GrismGraph.KIND)) {
                needs.put(object.name(), Set.copyOf(GraphIntegrity.tablesOf(GrismGraph.definition(object))));
            }
        }
    }

    private static Set<ObjectName> viewNeeds(ObjectName view, StatementContext context, Snapshot snapshot) {
        String name = GrismParser.unparse(Names.identifier(view, SqlParserPos.ZERO));
        try {
            return context.plan(GrismParser.parse("SELECT * FROM " + name), snapshot)
                    .dependencies()
                    .names();
        } catch (GrismException e) {
            // A view that cannot be read any more needs nothing that is there.
            return Set.of();
        }
    }

    /** The objects that cannot be without this one. */
    Set<ObjectName> of(ObjectName name) {
        Set<ObjectName> result = new TreeSet<>();
        needs.forEach((object, needed) -> {
            if (!object.equals(name) && needed.contains(name)) {
                result.add(object);
            }
        });
        return result;
    }
}
