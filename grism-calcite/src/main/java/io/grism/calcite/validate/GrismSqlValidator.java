package io.grism.calcite.validate;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.GrismGraph;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.parser.SqlGraphTable;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.jspecify.annotations.Nullable;

/** Calcite's validator with GRAPH_TABLE and graphs in WITH. */
public final class GrismSqlValidator extends SqlValidatorImpl {
    /** How Calcite tells that {@code a.b.c} asks for a field of a column that is no row. */
    private static final Pattern FIELD_OF_SCALAR =
            Pattern.compile("Trying to access field (.*) in a type with no fields: (.*)");

    private final GraphBinder graphs;
    private final Set<String> columnNames = new HashSet<>();

    public GrismSqlValidator(
            SqlOperatorTable operators, GrismCatalogReader reader, RelOptCluster cluster, Config config) {
        super(operators, reader, cluster.getTypeFactory(), config);
        this.graphs = new GraphBinder(reader, operators, cluster);
    }

    GraphBinder graphs() {
        return graphs;
    }

    /** The columns of everything validated so far. */
    public Set<String> columnNames() {
        return Set.copyOf(columnNames);
    }

    @Override
    protected void validateNamespace(SqlValidatorNamespace namespace, RelDataType targetRowType) {
        super.validateNamespace(namespace, targetRowType);
        RelDataType rowType = namespace.getRowType();
        if (rowType.isStruct()) {
            columnNames.addAll(rowType.getFieldNames());
        }
    }

    @Override
    protected RelDataType getLogicalTargetRowType(RelDataType targetRowType, SqlInsert insert) {
        SqlValidatorNamespace source = getNamespace(insert.getSource());
        int given = source == null ? 0 : source.getRowType().getFieldCount();
        if (insert.getTargetColumnList() == null && given > targetRowType.getFieldCount()) {
            throw GraphErrors.error(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot insert " + given + " values a row: the table has " + targetRowType.getFieldCount()
                            + " columns.",
                    insert.getSource());
        }
        return super.getLogicalTargetRowType(targetRowType, insert);
    }

    @Override
    public RelDataTypeFactory getTypeFactory() {
        return typeFactory;
    }

    @Override
    public SqlNode validate(SqlNode statement) {
        try {
            SqlNode expanded = InlineGraphs.expand(statement);
            if (getTypeCoercion() instanceof RecursiveTypes types) {
                types.collect(expanded);
            }
            return super.validate(expanded);
        } catch (IllegalStateException e) {
            Matcher matcher = FIELD_OF_SCALAR.matcher(String.valueOf(e.getMessage()));
            if (!matcher.matches()) {
                throw e;
            }
            throw new GrismException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "Cannot find field: " + matcher.group(1) + ". A value of type " + matcher.group(2)
                            + " has no fields.",
                    e);
        }
    }

    /** As inherited, also for DATE_TRUNC as in PostgreSQL, and for TABLE t ORDER BY x, whose query Calcite cannot replace in place. */
    @Override
    protected @Nullable SqlNode performUnconditionalRewrites(@Nullable SqlNode node, boolean underFrom) {
        SqlNode query = node;
        if (node instanceof SqlCall call && DateTruncation.isOne(call)) {
            query = DateTruncation.expand(call);
        } else if (node instanceof SqlOrderBy orderBy
                && orderBy.query instanceof SqlCall table
                && table.getKind() == SqlKind.EXPLICIT_TABLE) {
            SqlParserPos position = table.getParserPosition();
            SqlNode select = new SqlSelect(
                    position,
                    null,
                    SqlNodeList.of(SqlIdentifier.star(position)),
                    table.operand(0),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            query = new SqlOrderBy(
                    orderBy.getParserPosition(), select, orderBy.orderList, orderBy.offset, orderBy.fetch);
        }
        return super.performUnconditionalRewrites(query, underFrom);
    }

    @Override
    public void validateCall(SqlCall call, SqlValidatorScope scope) {
        if (call.getKind() == SqlKind.EXISTS && !call.operand(0).isA(SqlKind.QUERY)) {
            throw GraphErrors.error(
                    ErrorCode.INVALID_STATEMENT, "Cannot use EXISTS without a query in parentheses.", call);
        }
        super.validateCall(call, scope);
    }

    @Override
    protected void registerQuery(
            SqlValidatorScope parentScope,
            @Nullable SqlValidatorScope usingScope,
            SqlNode node,
            SqlNode enclosingNode,
            @Nullable String alias,
            boolean forceNullable) {
        if (node instanceof SqlGraphTable table) {
            registerNamespace(
                    usingScope, alias, new GraphTableNamespace(this, table, enclosingNode, parentScope), forceNullable);
        } else {
            super.registerQuery(parentScope, usingScope, node, enclosingNode, alias, forceNullable);
        }
    }

    @Override
    protected void validateFrom(SqlNode node, RelDataType targetRowType, SqlValidatorScope scope) {
        super.validateFrom(node, targetRowType, scope);
        SqlValidatorNamespace namespace = getNamespace(node);
        if (namespace != null) {
            RelDataType rowType = namespace.getRowType();
            if (rowType.isStruct()) {
                columnNames.addAll(rowType.getFieldNames());
            }
        }
        SqlValidatorTable table = namespace == null ? null : namespace.getTable();
        if (table != null && table.unwrap(GrismGraph.class) != null) {
            throw GraphErrors.error(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot select from property graph "
                            + table.getQualifiedName()
                                    .get(table.getQualifiedName().size() - 1)
                            + ". Use GRAPH_TABLE (graph MATCH (v) COLUMNS (...)).",
                    node);
        }
    }

    /** Qualifies the names of an expression and checks its types; gives the expression to convert. */
    SqlNode checkExpression(SqlNode expression, SqlValidatorScope scope, boolean condition) {
        SqlNode expanded = expand(expression, scope);
        RelDataType wanted = condition ? typeFactory.createSqlType(SqlTypeName.BOOLEAN) : unknownType;
        inferUnknownTypes(wanted, scope, expanded);
        expanded.validateExpr(this, scope);
        return expanded;
    }
}
