package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.exec.graph.ElementKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** An element variable of a pattern, or an element without one under a made-up name: what it may stand for. */
final class PatternVariable {
    /** The column of an element's id in the variable's row. */
    static final String ID = "$id";

    private final String name;
    private final boolean anonymous;
    private final ElementKind kind;
    /** The quantified path that declares it, or null. */
    private final @Nullable Object group;

    private final List<ElementTable> all;
    private final int vertexTables;
    private boolean maybeHyperedge;
    private TreeSet<Integer> tables = new TreeSet<>();
    private final Set<Integer> narrowed = new HashSet<>();
    private @Nullable RelDataType rowType;

    PatternVariable(String name, boolean anonymous, ElementKind kind, @Nullable Object group, PropertyGraph graph) {
        this.name = name;
        this.anonymous = anonymous;
        this.kind = kind;
        this.group = group;
        this.all = kind == ElementKind.VERTEX ? graph.elements() : graph.steps();
        this.vertexTables = graph.vertices().size();
        for (int i = 0; i < all.size(); i++) {
            tables.add(i);
            narrowed.add(i);
        }
    }

    String name() {
        return name;
    }

    boolean isAnonymous() {
        return anonymous;
    }

    ElementKind kind() {
        return kind;
    }

    @Nullable
    Object group() {
        return group;
    }

    /** The tables that it may come from: numbers of element tables, or, for an edge, edge ordinals. */
    List<Integer> tables() {
        List<Integer> said = declaredTables();
        List<Integer> possible = said.stream().filter(narrowed::contains).toList();
        return possible.isEmpty() ? said : possible;
    }

    /** The tables that its labels allow, whatever it stands beside. */
    List<Integer> declaredTables() {
        return kind == ElementKind.EDGE || maybeHyperedge
                ? List.copyOf(tables)
                : List.copyOf(tables.headSet(vertexTables));
    }

    /** Lets hyperedges stand in the place of the vertex. */
    void admitHyperedges() {
        maybeHyperedge = true;
    }

    /** Whether a label or a role says what it may be. */
    boolean isRestricted() {
        return tables.size() < all.size();
    }

    List<ElementTable> allTables() {
        return all;
    }

    /** Takes away all tables but these. */
    void restrict(List<Integer> only) {
        TreeSet<Integer> rest = new TreeSet<>(tables);
        rest.retainAll(only);
        tables = rest;
    }

    /** Notes that what it stands beside allows these tables only. Where none is left nothing can match, and its properties stay known. */
    void narrow(List<Integer> only) {
        narrowed.retainAll(only);
    }

    /** The id and the properties, each of the type that unites its types over the tables. */
    RelDataType rowType(RelDataTypeFactory types) {
        RelDataType known = rowType;
        if (known == null) {
            RelDataTypeFactory.Builder row = types.builder().add(ID, SqlTypeName.BIGINT);
            properties(types, tables()).forEach(row::add);
            known = row.build();
            rowType = known;
        }
        return known;
    }

    /** The properties that elements of some of the tables have, with their types over these tables. */
    Map<String, RelDataType> properties(RelDataTypeFactory types, List<Integer> of) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int table : of) {
            for (Property property : all.get(table).properties().values()) {
                names.putIfAbsent(property.name().toLowerCase(Locale.ROOT), property.name());
            }
        }
        Map<String, RelDataType> result = new LinkedHashMap<>();
        for (String property : names.values()) {
            RelDataType type = type(types, property, of);
            if (type != null) {
                result.put(property, type);
            }
        }
        return result;
    }

    /** Null when vertices and hyperedges that it may be have properties of this name that do not unite. */
    private @Nullable RelDataType type(RelDataTypeFactory types, String property, List<Integer> of) {
        RelDataType union = null;
        boolean missing = false;
        for (int table : of) {
            Property own = all.get(table).property(property);
            if (own == null) {
                missing = true;
            } else {
                union = union == null ? own.type() : types.leastRestrictive(List.of(union, own.type()));
            }
            if (own != null && union == null) {
                return null;
            }
        }
        if (union == null) {
            throw new IllegalStateException("no property " + property);
        }
        return missing ? types.createTypeWithNullability(union, true) : union;
    }
}
