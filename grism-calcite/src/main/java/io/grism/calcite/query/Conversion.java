package io.grism.calcite.query;

import io.grism.calcite.catalog.FileFunction;
import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.GrismView;
import io.grism.calcite.catalog.RowTypes;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.calcite.type.GrismConformance;
import io.grism.calcite.validate.GraphRewriter;
import io.grism.calcite.validate.GrismConvertlets;
import io.grism.calcite.validate.GrismSqlToRel;
import io.grism.calcite.validate.GrismSqlValidator;
import io.grism.calcite.validate.LiteralParameters;
import io.grism.calcite.validate.RecursiveTypes;
import io.grism.calcite.validate.UnsupportedConstructs;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.GrismParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/** One statement on its way from a tree to relational algebra; expands views. */
final class Conversion implements RelOptTable.ViewExpander {
    private static final CalciteConnectionConfig CONFIG = new CalciteConnectionConfigImpl(new java.util.Properties())
            .set(CalciteConnectionProperty.CASE_SENSITIVE, "false");
    /** Without merging of projects, which loses track of columns where a select list has sub-queries. */
    private static final SqlToRelConverter.Config TO_REL = SqlToRelConverter.config()
            .withTrimUnusedFields(false)
            .withExpand(false)
            .withRelBuilderConfigTransform(builder -> builder.withBloat(-1));

    private final SnapshotCatalog catalog;
    private final GrismCatalogReader reader;
    private final RelOptCluster cluster;
    private final String schema;
    private final Deque<ObjectName> views = new ArrayDeque<>();

    Conversion(
            RelDataTypeFactory typeFactory,
            RowTypes rowTypes,
            Snapshot snapshot,
            String schema,
            @Nullable ObjectName rowIds) {
        this.schema = schema;
        this.catalog = new SnapshotCatalog(snapshot, rowTypes, this::rowType, rowIds);
        this.reader = new GrismCatalogReader(catalog, schema, typeFactory, CONFIG);
        this.cluster = PlannerSetup.cluster(typeFactory);
    }

    SnapshotCatalog catalog() {
        return catalog;
    }

    GrismCatalogReader reader() {
        return reader;
    }

    RelOptCluster cluster() {
        return cluster;
    }

    /**
     * A statement in relational algebra.
     *
     * @param rowType of the result, with the names the user sees
     * @param parameterType one field a parameter
     * @param origins per column the path of the table column that it comes from, or null
     */
    record Converted(
            RelRoot root, RelDataType rowType, RelDataType parameterType, List<@Nullable List<String>> origins) {}

    /** The text of a query with joins for patterns; {@code copy} is the same query parsed again. */
    String rewrite(SqlNode query, SqlNode copy) {
        GrismSqlValidator validator = validator(reader);
        return GrismParser.unparse(new GraphRewriter(validator, validate(copy, validator))
                .rewrite(VersionedNames.resolveGraphs(query, catalog, reader)));
    }

    /**
     * Converts a query, or the rows of an INSERT.
     *
     * @param literals makes parameters of literals, or null
     */
    Converted convert(SqlNode statement, @Nullable LiteralParameters literals) {
        GrismSqlValidator validator = validator(reader);
        SqlNode validated = validate(statement, validator);
        RelDataType parameterType = validator.getParameterRowType(validated);
        if (literals != null) {
            literals.startAt(parameterType.getFieldCount());
        }
        RelRoot root = toRel(validator, reader, validated, true, literals);
        if (root.rel instanceof TableModify modify) {
            RelDataType stored = modify.getInput().getRowType();
            return new Converted(RelRoot.of(modify.getInput(), SqlKind.SELECT), stored, parameterType, List.of());
        }
        return new Converted(root, root.validatedRowType, parameterType, validator.getFieldOrigins(validated));
    }

    private SqlNode validate(SqlNode statement, GrismSqlValidator validator) {
        if (statement instanceof SqlInsert insert && insert.getTargetTable() instanceof SqlIdentifier target) {
            catalog.setInsertTarget(target.names, reader.currentSchema());
        }
        FileFunction.nameArguments(statement);
        UnsupportedConstructs.check(statement);
        try {
            return validator.validate(VersionedNames.resolve(statement, catalog, reader));
        } catch (CalciteContextException e) {
            throw new NameHints(catalog, schema, reader.getTypeFactory())
                    .translate(e, statement, validator.columnNames());
        } catch (GrismException e) {
            SqlParserPos file = FileFunction.position(statement);
            throw file == null ? e : e.at(SqlErrors.position(file));
        }
    }

    private RelRoot toRel(
            GrismSqlValidator validator,
            GrismCatalogReader names,
            SqlNode validated,
            boolean top,
            @Nullable LiteralParameters literals) {
        return new GrismSqlToRel(this, validator, names, cluster, GrismConvertlets.INSTANCE, TO_REL, literals)
                .convertQuery(validated, false, top);
    }

    private GrismSqlValidator validator(GrismCatalogReader names) {
        SqlOperatorTable operators = SqlOperatorTables.chain(PlannerSetup.operators(), names);
        return new GrismSqlValidator(
                operators,
                names,
                cluster,
                SqlValidator.Config.DEFAULT
                        .withConformance(GrismConformance.INSTANCE)
                        .withTypeCoercionFactory(RecursiveTypes::new)
                        .withIdentifierExpansion(true));
    }

    @Override
    public RelRoot expandView(
            RelDataType rowType, String queryString, List<String> schemaPath, @Nullable List<String> viewPath) {
        GrismCatalogReader names = reader.withSchemaPath(schemaPath);
        GrismSqlValidator validator = validator(names);
        return toRel(validator, names, validator.validate(viewText(queryString, names)), false, null);
    }

    private SqlNode viewText(String sql, GrismCatalogReader names) {
        return VersionedNames.resolve(SqlText.parse(sql), catalog, names);
    }

    /** The row type of a view; a view that reads itself, through others too, is an error. */
    private RelDataType rowType(GrismView view) {
        if (views.contains(view.name())) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot read view " + view.name() + ": it reads itself through "
                            + views.stream().map(ObjectName::toString).collect(Collectors.joining(" and ")) + ".");
        }
        views.push(view.name());
        try {
            GrismCatalogReader names = reader.withSchemaPath(GrismCatalogReader.schemaPath(view.name()));
            GrismSqlValidator validator = validator(names);
            return validator.getValidatedNodeType(validator.validate(viewText(view.sql(), names)));
        } finally {
            views.pop();
        }
    }
}
