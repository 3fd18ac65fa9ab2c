package io.grism.calcite.validate;

import io.grism.calcite.validate.Crossing.Roles.RolePair;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlPathPrefix;
import java.util.ArrayList;
import java.util.List;

/** The conditions that path modes, match modes, repeated variables and steps taken backward put on a pattern. */
final class RepetitionSql {
    private final PatternSql pattern;
    private final UnrolledPattern unrolled;
    private final List<String> conditions = new ArrayList<>();

    RepetitionSql(PatternSql pattern, UnrolledPattern unrolled) {
        this.pattern = pattern;
        this.unrolled = unrolled;
    }

    List<String> conditions(PlainPattern plain) {
        for (int[] pair : unrolled.sameEdges()) {
            conditions.add(pattern.same(pair[0], pair[1]));
        }
        for (UnrolledPattern.Exclusion exclusion : unrolled.exclusions()) {
            conditions.add("NOT (" + leads(exclusion) + ")");
        }
        List<PathItem.Path> paths = plain.pattern().paths();
        for (int i = 0; i < paths.size(); i++) {
            SqlPathPrefix.Mode mode = paths.get(i).mode();
            if (mode == SqlPathPrefix.Mode.TRAIL) {
                different(unrolled.pathEdges().get(i), false);
            } else if (mode == SqlPathPrefix.Mode.ACYCLIC || mode == SqlPathPrefix.Mode.SIMPLE) {
                different(unrolled.pathVertices().get(i), mode == SqlPathPrefix.Mode.SIMPLE);
            }
        }
        if (plain.table().matchMode() == SqlGraphTable.MatchMode.DIFFERENT_EDGES) {
            different(unrolled.allEdges(), false);
        }
        return conditions;
    }

    private void different(List<Integer> nodes, boolean endsMayMeet) {
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = i + 1; j < nodes.size(); j++) {
                if (!(endsMayMeet && i == 0 && j == nodes.size() - 1)) {
                    conditions.add("NOT (" + pattern.same(nodes.get(i), nodes.get(j)) + ")");
                }
            }
        }
    }

    /** Whether a hyperedge leads from one player to the other. */
    private String leads(UnrolledPattern.Exclusion way) {
        ElementSql hyperedge = vertex(way.hyperedge());
        ElementSql left = vertex(way.left());
        ElementSql right = vertex(way.right());
        List<String> ways = new ArrayList<>();
        for (Crossing.Roles.Step step : way.roles().steps()) {
            RolePair roles = step.roles();
            int element = way.roles().graph().elementOfEdge(step.edgeTable());
            if (hyperedge.tables().contains(element)) {
                ways.add(RoleSql.and(List.of(
                        hyperedge.isOf(element),
                        pattern.roles().plays(hyperedge, left, roles.from()),
                        pattern.roles().plays(hyperedge, right, roles.to()))));
            }
        }
        return RoleSql.or(ways);
    }

    private ElementSql vertex(int node) {
        return pattern.vertex(unrolled.ordinal(node));
    }
}
