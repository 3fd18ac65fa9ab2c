package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternPruner;
import io.grism.parser.GrismParser;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlInlineGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.jspecify.annotations.Nullable;

/**
 * Writes a query with GRAPH_TABLE as one without: each becomes a query that joins the element tables and gives the same rows.
 */
public final class GraphRewriter {
    private final GrismSqlValidator validator;
    private final RexBuilder rex;
    private final RelDataType parameterTypes;
    private final Map<String, RelDataType> rowTypes = new HashMap<>();
    private int aliases;
    /** Numbers the names inside of the queries for patterns. */
    private final AtomicInteger inside = new AtomicInteger();

    /** {@code validated} is what the validator made of another copy of the query. */
    public GraphRewriter(GrismSqlValidator validator, SqlNode validated) {
        this.validator = validator;
        this.parameterTypes = validator.getParameterRowType(validated);
        this.rex = new RexBuilder(validator.getTypeFactory());
        validated.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                SqlValidatorNamespace namespace = call instanceof SqlGraphTable ? validator.getNamespace(call) : null;
                if (namespace != null) {
                    rowTypes.put(call.getParserPosition().toString(), namespace.getRowType());
                }
                return super.visit(call);
            }
        });
    }

    /** The query, as it was parsed, with joins for patterns; its parameters are those of the query, in order. */
    public SqlNode rewrite(SqlNode query) {
        return new ParameterSql(parameterTypes).write(joins(query));
    }

    private SqlNode joins(SqlNode query) {
        SqlNode result = InlineGraphs.expand(query).accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                if (call instanceof SqlGraphTable table) {
                    return SqlStdOperatorTable.AS.createCall(
                            SqlParserPos.ZERO,
                            joins(table),
                            new SqlIdentifier("graph_table_" + ++aliases, SqlParserPos.ZERO));
                }
                boolean takes = call.getKind() == SqlKind.AS || call.getKind() == SqlKind.LATERAL;
                if (takes && call.operand(0) instanceof SqlGraphTable table) {
                    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
                    operands.set(0, joins(table));
                    return call.getOperator().createCall(call.getParserPosition(), operands);
                }
                return super.visit(call);
            }
        });
        if (result == null) {
            throw new IllegalStateException("nothing left of " + query);
        }
        return result;
    }

    private SqlNode joins(SqlGraphTable table) {
        RelDataType rowType = rowTypes.get(table.getParserPosition().toString());
        if (rowType == null) {
            throw new IllegalStateException("not validated: " + table);
        }
        PropertyGraph graph = table.graph() instanceof SqlInlineGraph inline
                ? validator.graphs().bind(inline)
                : validator.graphs().bind((SqlIdentifier) table.graph());
        PlainPattern plain =
                new PlainPattern(table, graph, validator.getEmptyScope(), rowType, validator.getTypeFactory());
        List<String> queries = new ArrayList<>();
        for (UnrolledPattern unrolled : new Unroller(plain.pattern()).unroll(table)) {
            MatchPattern pattern =
                    unrolled.isImpossible() ? null : PatternPruner.prune(unrolled.pattern(rex), graph.tables());
            if (pattern != null) {
                queries.add(new PatternSql(plain, unrolled, pattern, inside).query());
            }
        }
        return GrismParser.parse(queries.isEmpty() ? nothing(rowType) : String.join(" UNION ALL ", queries));
    }

    /** No rows. */
    private static String nothing(RelDataType rowType) {
        List<String> columns = new ArrayList<>();
        for (RelDataTypeField field : rowType.getFieldList()) {
            columns.add("CAST(NULL AS " + field.getType() + ") AS " + ElementSql.quote(field.getName()));
        }
        return "SELECT " + String.join(", ", columns) + " FROM (VALUES (0)) AS \"nothing\" WHERE FALSE";
    }
}
