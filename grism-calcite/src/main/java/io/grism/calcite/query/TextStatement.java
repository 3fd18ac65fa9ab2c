package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.local.QueryContext;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A statement whose rows Grism writes itself: EXPLAIN, SHOW. All columns are VARCHAR. */
final class TextStatement extends BoundStatement {
    private final List<GrismColumn> columns;
    private final List<GrismColumn> parameters;
    private final Rows rows;

    /** Writes the rows. */
    @FunctionalInterface
    interface Rows {
        List<List<String>> write(Run run);
    }

    TextStatement(Session session, String sql, List<String> names, List<GrismColumn> parameters, Rows rows) {
        super(session, sql);
        RelDataTypeFactory types = session.planner().typeFactory();
        RelDataType text = types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
        this.columns = names.stream()
                .map(name -> new GrismColumn(name, text, TypeKind.VARCHAR, null))
                .toList();
        this.parameters = parameters;
        this.rows = rows;
    }

    @Override
    public Kind kind() {
        return Kind.QUERY;
    }

    @Override
    public List<GrismColumn> columns() {
        return columns;
    }

    @Override
    public List<GrismColumn> parameters() {
        return parameters;
    }

    @Override
    public @Nullable PlanNode plan() {
        return null;
    }

    @Override
    GrismResult execute(Run run) {
        List<Field> fields = columns.stream()
                .map(column -> TypeKind.VARCHAR.field(column.label()))
                .toList();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (List<String> row : rows.write(run)) {
            values.add(new ArrayList<>(row));
        }
        PlanNode plan = new PlanNode.ValuesNode(0, new Schema(fields), values);
        Snapshot snapshot = session().snapshot(run);
        return new QueryResult(
                columns, QueryRunner.run(plan, snapshot, run, QueryContext.Metrics.OFF), maxRows(), run, sql());
    }
}
