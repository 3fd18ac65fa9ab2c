package io.grism.calcite.match;

import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import java.util.ArrayList;
import java.util.List;

/** A connected part of a pattern that no edge leaves: ordinals of its vertices and edges. */
record Component(List<Integer> vertices, List<Integer> edges) {
    /** The components of a pattern, in the order of their first vertices. */
    static List<Component> of(MatchPattern pattern) {
        int[] least = new int[pattern.vertices().size()];
        for (int v = 0; v < least.length; v++) {
            least[v] = v;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (PatternEdge edge : pattern.edges()) {
                int both = Math.min(least[edge.from()], least[edge.to()]);
                changed |= least[edge.from()] != both || least[edge.to()] != both;
                least[edge.from()] = both;
                least[edge.to()] = both;
            }
        }
        List<Component> components = new ArrayList<>();
        for (int root = 0; root < least.length; root++) {
            if (least[root] == root) {
                components.add(of(pattern, least, root));
            }
        }
        return components;
    }

    private static Component of(MatchPattern pattern, int[] least, int root) {
        List<Integer> vertices = new ArrayList<>();
        List<Integer> edges = new ArrayList<>();
        for (int v = 0; v < least.length; v++) {
            if (least[v] == root) {
                vertices.add(v);
            }
        }
        for (int e = 0; e < pattern.edges().size(); e++) {
            if (least[pattern.edges().get(e).from()] == root) {
                edges.add(e);
            }
        }
        return new Component(vertices, edges);
    }
}
