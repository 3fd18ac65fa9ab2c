package io.grism.calcite.translate;

import io.grism.calcite.type.ArrowTypes;
import io.grism.calcite.type.GrismConformance;
import io.grism.calcite.type.GrismTypeFactory;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** From SQL text to Calcite's expressions, over one table {@code t}. */
final class SqlExpressions {
    final GrismTypeFactory factory = new GrismTypeFactory();
    final RexBuilder builder = new RexBuilder(factory);
    private final SqlOperatorTable operators;
    private final Schema schema;

    SqlExpressions(SqlOperatorTable operators, Schema schema) {
        this.operators = operators;
        this.schema = schema;
    }

    /** The expression of {@code SELECT sql FROM t}. */
    RexNode rex(String sql) {
        try {
            CalciteSchema root = CalciteSchema.createRootSchema(false);
            root.add("t", new AbstractTable() {
                @Override
                public RelDataType getRowType(RelDataTypeFactory typeFactory) {
                    return ArrowTypes.rowType(typeFactory, schema);
                }
            });
            Properties properties = new Properties();
            properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
            CalciteCatalogReader reader =
                    new CalciteCatalogReader(root, List.of(), factory, new CalciteConnectionConfigImpl(properties));
            SqlValidator validator = SqlValidatorUtil.newValidator(
                    operators,
                    reader,
                    factory,
                    SqlValidator.Config.DEFAULT
                            .withConformance(GrismConformance.INSTANCE)
                            .withIdentifierExpansion(true));
            SqlNode query = SqlParser.create(
                            "SELECT " + sql + " FROM t",
                            SqlParser.config()
                                    .withQuoting(Quoting.DOUBLE_QUOTE)
                                    .withUnquotedCasing(Casing.UNCHANGED)
                                    .withConformance(GrismConformance.INSTANCE))
                    .parseQuery();
            VolcanoPlanner planner = new VolcanoPlanner();
            planner.setExecutor(GrismRexExecutor.INSTANCE);
            RelOptCluster cluster = RelOptCluster.create(planner, builder);
            SqlToRelConverter converter = new SqlToRelConverter(
                    (type, text, path, view) -> {
                        throw new UnsupportedOperationException();
                    },
                    validator,
                    reader,
                    cluster,
                    StandardConvertletTable.INSTANCE,
                    SqlToRelConverter.config().withExpand(false));
            RelNode rel = converter.convertQuery(validator.validate(query), false, true).rel;
            return ((Project) rel).getProjects().get(0);
        } catch (org.apache.calcite.sql.parser.SqlParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
