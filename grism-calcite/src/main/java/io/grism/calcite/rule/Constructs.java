package io.grism.calcite.rule;

import io.grism.calcite.catalog.FileTable;
import io.grism.calcite.catalog.GrismTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;

/** The SQL that a rel comes from, for messages about what has no implementation. */
final class Constructs {
    private static final Map<String, String> BY_REL = Map.of(
            "LogicalMatch", "MATCH_RECOGNIZE",
            "LogicalSample", "TABLESAMPLE",
            "Sample", "TABLESAMPLE",
            "LogicalAsofJoin", "ASOF JOIN",
            "LogicalTableFunctionScan", "a table function",
            "LogicalSnapshot", "FOR SYSTEM_TIME AS OF",
            "LogicalTableModify", "a change within a query",
            "Collect", "MAP(query)",
            "LogicalConditionalCorrelate", "a sub-query of this form");

    private Constructs() {}

    /** The sentence for a plan that has no local form. */
    static String unplanned(RelNode plan) {
        List<String> found = new ArrayList<>();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                String construct = BY_REL.get(node.getRelTypeName());
                if (construct != null) {
                    found.add(construct);
                } else if (node instanceof TableScan scan && !isReadable(scan.getTable())) {
                    found.add("reading " + String.join(".", scan.getTable().getQualifiedName()));
                }
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        return "Cannot run " + (found.isEmpty() ? "this form of query" : String.join(" and ", found))
                + ". It is not supported yet.";
    }

    private static boolean isReadable(RelOptTable table) {
        return table.unwrap(GrismTable.class) != null
                || table.unwrap(FileTable.class) != null
                || table.unwrap(TransientTable.class) != null;
    }
}
