package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.RowTypes;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.calcite.catalog.VersionedSnapshot;
import io.grism.calcite.type.ArrowTypes;
import io.grism.calcite.type.GrismTypeFactory;
import io.grism.calcite.validate.GraphBinder;
import io.grism.calcite.validate.LiteralParameters;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlGraphDefinition;
import io.grism.parser.SqlTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** From a parsed query to a plan: names and types, relational algebra, the best plan, plan records. One a session, single-threaded. */
final class QueryPlanner {
    private final GrismTypeFactory typeFactory = new GrismTypeFactory();
    private final RowTypes rowTypes = new RowTypes(typeFactory);
    private final RexBuilder rexBuilder = new RexBuilder(typeFactory);

    private final Supplier<Convention> convention;
    private final Versions versions;

    /** {@code convention} tells where the next plan is to run. */
    QueryPlanner(Supplier<Convention> convention, Versions versions) {
        this.convention = convention;
        this.versions = versions;
    }

    /** Does something on a snapshot in which names may tell versions. */
    private <T> T withVersions(Snapshot snapshot, Function<Snapshot, T> action) {
        if (snapshot instanceof VersionedSnapshot) {
            return action.apply(snapshot);
        }
        try (Snapshot view = versions.view(new SharedSnapshot(snapshot), Instant.now())) {
            return action.apply(view);
        }
    }

    RelDataTypeFactory typeFactory() {
        return typeFactory;
    }

    RexBuilder rexBuilder() {
        return rexBuilder;
    }

    RowTypes rowTypes() {
        return rowTypes;
    }

    /** What a snapshot holds. */
    SnapshotCatalog catalog(Snapshot snapshot) {
        return new Conversion(typeFactory, rowTypes, snapshot, Session.DEFAULT_SCHEMA, null).catalog();
    }

    /** The graph that a definition describes. */
    PropertyGraph graph(ObjectName name, SqlGraphDefinition definition, Snapshot snapshot, String schema) {
        Conversion conversion = new Conversion(typeFactory, rowTypes, snapshot, schema, null);
        try {
            return new GraphBinder(conversion.reader(), PlannerSetup.operators(), conversion.cluster())
                    .bind(name, definition);
        } catch (CalciteContextException e) {
            throw new NameHints(conversion.catalog(), schema, typeFactory).translate(e, definition, Set.of());
        }
    }

    /**
     * Plans a query, or the rows of an INSERT.
     *
     * @param rowIds the table that shows its row positions, or null
     */
    QueryPlan plan(SqlNode query, Snapshot snapshot, String schema, @Nullable ObjectName rowIds) {
        return plan(query, snapshot, schema, rowIds, null, convention.get(), new RexShuttle())
                .plan();
    }

    /** Plans a query; literals of its text become parameters where they can. */
    PlanCache.Planned plan(SqlNode query, SqlTemplate text, Snapshot snapshot, String schema) {
        LiteralParameters literals = new LiteralParameters(query, text.literals());
        QueryPlan plan = plan(query, snapshot, schema, null, literals, convention.get(), new RexShuttle())
                .plan();
        return new PlanCache.Planned(plan, new PlanShape(literals.types(), literals.shared()));
    }

    /** Plans a query that a program builds; it has no parameters. */
    QueryPlan plan(Function<GraphRelBuilder, RelNode> query, Snapshot snapshot, String schema) {
        return withVersions(snapshot, view -> planOn(view, query, schema));
    }

    private QueryPlan planOn(Snapshot snapshot, Function<GraphRelBuilder, RelNode> query, String schema) {
        Conversion conversion = new Conversion(typeFactory, rowTypes, snapshot, schema, null);
        RelNode rel = query.apply(new GraphRelBuilder(conversion));
        RelDataType noParameters = typeFactory.builder().build();
        Conversion.Converted converted =
                new Conversion.Converted(RelRoot.of(rel, SqlKind.SELECT), rel.getRowType(), noParameters, List.of());
        return new QueryPlan(
                columns(converted),
                List.of(),
                rel.getRowType(),
                Planning.plan(converted.root(), convention.get(), new RexShuttle())
                        .plan()
                        .root(),
                new PlanDependencies(conversion.catalog().used(), snapshot));
    }

    /** The text of a query with joins for patterns; {@code copy} is the same query parsed again. */
    String rewrite(SqlNode query, SqlNode copy, Snapshot snapshot, String schema) {
        Conversion conversion = new Conversion(typeFactory, rowTypes, snapshot, schema, null);
        try {
            return conversion.rewrite(query, copy);
        } catch (RuntimeException | Error e) {
            throw SqlErrors.translate(e, NamesInScope.of(query, conversion.reader(), schema));
        }
    }

    /** Plans a query and keeps the steps. The plan is the one that would run, with the literals of the text in their places again. */
    Explain.Explained explain(
            SqlNode query, SqlTemplate text, Snapshot snapshot, String schema, Convention convention) {
        LiteralParameters literals = new LiteralParameters(query, text.literals());
        return plan(query, snapshot, schema, null, literals, convention, literals.inline(rexBuilder));
    }

    private Explain.Explained plan(
            SqlNode query,
            Snapshot snapshot,
            String schema,
            @Nullable ObjectName rowIds,
            @Nullable LiteralParameters literals,
            Convention convention,
            RexShuttle atLast) {
        return withVersions(snapshot, view -> planOn(view, query, schema, rowIds, literals, convention, atLast));
    }

    private Explain.Explained planOn(
            Snapshot snapshot,
            SqlNode query,
            String schema,
            @Nullable ObjectName rowIds,
            @Nullable LiteralParameters literals,
            Convention convention,
            RexShuttle atLast) {
        Conversion conversion = new Conversion(typeFactory, rowTypes, snapshot, schema, rowIds);
        Conversion.Converted converted;
        try {
            converted = conversion.convert(query, literals);
        } catch (RuntimeException | Error e) {
            throw SqlErrors.translate(e, NamesInScope.of(query, conversion.reader(), schema));
        }
        Planning planning;
        try {
            planning = Planning.plan(converted.root(), convention, atLast);
        } catch (GrismException e) {
            throw NamedConstruct.locate(e, query);
        }
        QueryPlan plan = new QueryPlan(
                columns(converted),
                parameters(converted.parameterType()),
                converted.rowType(),
                planning.plan().root(),
                new PlanDependencies(conversion.catalog().used(), snapshot));
        return new Explain.Explained(plan, planning);
    }

    private static List<GrismColumn> columns(Conversion.Converted converted) {
        List<GrismColumn> columns = new ArrayList<>();
        for (RelDataTypeField field : converted.rowType().getFieldList()) {
            List<String> origin = field.getIndex() < converted.origins().size()
                    ? converted.origins().get(field.getIndex())
                    : null;
            columns.add(new GrismColumn(
                    field.getName(),
                    field.getType(),
                    ArrowTypes.kind(field.getType()),
                    origin == null || origin.size() < 3
                            ? null
                            : new GrismColumn.Origin(
                                    origin.get(origin.size() - 3),
                                    origin.get(origin.size() - 2),
                                    origin.get(origin.size() - 1))));
        }
        return columns;
    }

    private static List<GrismColumn> parameters(RelDataType type) {
        List<GrismColumn> parameters = new ArrayList<>();
        for (RelDataTypeField field : type.getFieldList()) {
            parameters.add(new GrismColumn(field.getName(), field.getType(), ArrowTypes.kind(field.getType()), null));
        }
        return parameters;
    }
}
