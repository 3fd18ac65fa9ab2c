package io.grism.calcite.validate;

import io.grism.parser.GrismParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a rewritten query. A {@code ?} is known by its place in the text alone: where the text has each of them once and in the order of the query, they stay; else a common table expression takes them once and
 * in order, and its columns stand in their places.
 */
final class ParameterSql {
    /** A function that no query calls: what was checked would have no such function. */
    private static final String MARK = "$parameter";

    private static final String TABLE = "$parameters";

    private final List<RelDataType> types;

    /** {@code types} has a field a parameter. */
    ParameterSql(RelDataType types) {
        this.types =
                types.getFieldList().stream().map(RelDataTypeField::getType).toList();
    }

    /** A call that stands for a parameter in text that is parsed again. */
    static SqlNode mark(SqlDynamicParam parameter) {
        SqlParserPos position = parameter.getParserPosition();
        SqlFunction function = new SqlUnresolvedFunction(
                new SqlIdentifier(MARK, position), null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        return function.createCall(
                position, SqlLiteral.createExactNumeric(String.valueOf(parameter.getIndex()), position));
    }

    /** The query with parameters for their marks. */
    SqlNode write(SqlNode marked) {
        SqlNode query = accept(marked, new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                return call.getOperator().getName().equals(MARK)
                        ? new SqlDynamicParam(((SqlLiteral) call.operand(0)).intValue(true), call.getParserPosition())
                        : super.visit(call);
            }
        });
        List<Integer> inOrder = IntStream.range(0, types.size()).boxed().toList();
        return types.isEmpty() || places(query).equals(inOrder) ? query : withTable(query);
    }

    /** The parameters in the order of the text. */
    private static List<Integer> places(SqlNode query) {
        List<Integer> wanted = parameters(query);
        List<Integer> places = parameters(GrismParser.parse(GrismParser.unparse(query)));
        List<Integer> ordered = new ArrayList<>();
        for (int place = 0; place < places.size(); place++) {
            ordered.add(wanted.get(places.indexOf(place)));
        }
        return ordered;
    }

    /** The parameters in the order of the tree. */
    private static List<Integer> parameters(SqlNode query) {
        List<Integer> parameters = new ArrayList<>();
        query.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                parameters.add(parameter.getIndex());
                return null;
            }
        });
        return parameters;
    }

    private SqlNode withTable(SqlNode query) {
        List<String> columns = new ArrayList<>();
        for (int p = 0; p < types.size(); p++) {
            columns.add("CAST(? AS " + types.get(p) + ") AS " + column(p));
        }
        SqlWith table = (SqlWith) GrismParser.parse(
                "WITH " + ElementSql.quote(TABLE) + " AS (SELECT " + String.join(", ", columns) + ") SELECT 1");
        return with(table.withList, accept(query, new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                return call instanceof SqlOrderBy order ? keepLimit(order) : super.visit(call);
            }

            private SqlNode keepLimit(SqlOrderBy order) {
                for (SqlNode limit : new @Nullable SqlNode[] {order.offset, order.fetch}) {
                    if (limit instanceof SqlDynamicParam) {
                        throw GraphErrors.unsupported(
                                "EXPLAIN (REWRITE) of a query whose parameters change places, one of them a limit",
                                limit);
                    }
                }
                return Objects.requireNonNull(super.visit(order));
            }

            @Override
            public @Nullable SqlNode visit(SqlDynamicParam parameter) {
                return GrismParser.parseExpression(
                        "(SELECT " + column(parameter.getIndex()) + " FROM " + ElementSql.quote(TABLE) + ")");
            }
        }));
    }

    private static String column(int parameter) {
        return "\"p" + (parameter + 1) + "\"";
    }

    private static SqlNode with(SqlNodeList items, SqlNode query) {
        if (query instanceof SqlOrderBy order) {
            return new SqlOrderBy(
                    order.getParserPosition(), with(items, order.query), order.orderList, order.offset, order.fetch);
        }
        List<SqlNode> all = new ArrayList<>(items.getList());
        if (query instanceof SqlWith with) {
            all.addAll(with.withList.getList());
        }
        return new SqlWith(
                SqlParserPos.ZERO,
                new SqlNodeList(all, SqlParserPos.ZERO),
                query instanceof SqlWith with ? with.body : query);
    }

    private static SqlNode accept(SqlNode query, SqlShuttle shuttle) {
        SqlNode result = query.accept(shuttle);
        if (result == null) {
            throw new IllegalStateException("nothing left of " + query);
        }
        return result;
    }
}
