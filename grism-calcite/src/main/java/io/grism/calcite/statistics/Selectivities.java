package io.grism.calcite.statistics;

import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.GrismTableScan;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.rel.PatternVertex;
import io.grism.exec.graph.ElementKind;
import io.grism.exec.storage.ColumnStatistics;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Shares of rows that conditions on table columns let pass, from the statistics of the columns. */
public final class Selectivities implements MetadataHandler<BuiltInMetadata.Selectivity> {
    private static final double RANGE = 0.3;
    private static final double PATTERN = 0.1;
    private static final double OTHER = 0.25;

    private final IntFunction<@Nullable ColumnStatistics> columns;
    private final double rows;

    Selectivities() {
        this(column -> null, 1);
    }

    /** The selectivities of one scan. */
    private Selectivities(IntFunction<@Nullable ColumnStatistics> columns, double rows) {
        this.columns = columns;
        this.rows = Math.max(1, rows);
    }

    @Override
    public MetadataDef<BuiltInMetadata.Selectivity> getDef() {
        return BuiltInMetadata.Selectivity.DEF;
    }

    public Double getSelectivity(TableScan scan, RelMetadataQuery mq, @Nullable RexNode predicate) {
        return predicate == null
                ? 1
                : new Selectivities(
                                column -> statistics(scan, column),
                                scan.getTable().getRowCount())
                        .share(RexUtil.expandSearch(rex(scan), null, predicate));
    }

    public Double getSelectivity(NodeScan scan, RelMetadataQuery mq, @Nullable RexNode predicate) {
        if (predicate == null) {
            return 1.0;
        }
        GraphStatistics statistics = new GraphStatistics(scan.graph());
        PatternVertex vertex = scan.vertex();
        return new Selectivities(
                        column -> column == 0
                                ? null
                                : statistics.column(
                                        ElementKind.VERTEX,
                                        vertex.tables(),
                                        vertex.properties().get(column - 1)),
                        mq.getRowCount(scan))
                .share(RexUtil.expandSearch(rex(scan), null, predicate));
    }

    /** A predicate of the scan itself has been counted in its rows. */
    public Double getSelectivity(GrismTableScan scan, RelMetadataQuery mq, @Nullable RexNode predicate) {
        return getSelectivity((TableScan) scan, mq, predicate);
    }

    private static org.apache.calcite.rex.RexBuilder rex(RelNode rel) {
        return rel.getCluster().getRexBuilder();
    }

    private double share(RexNode condition) {
        switch (condition.getKind()) {
            case AND -> {
                double share = 1;
                for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
                    share *= share(conjunct);
                }
                return share;
            }
            case OR -> {
                double others = 1;
                for (RexNode disjunct : RelOptUtil.disjunctions(condition)) {
                    others *= 1 - share(disjunct);
                }
                return 1 - others;
            }
            case NOT -> {
                return 1 - share(((RexCall) condition).getOperands().get(0));
            }
            case LITERAL -> {
                return condition.isAlwaysTrue() ? 1 : 0;
            }
            default -> {
                return simple(condition);
            }
        }
    }

    private double simple(RexNode condition) {
        if (!(condition instanceof RexCall call) || call.getOperands().isEmpty()) {
            return OTHER;
        }
        RexNode left = RexUtil.removeCast(call.getOperands().get(0));
        RexNode right = call.getOperands().size() > 1
                ? RexUtil.removeCast(call.getOperands().get(1))
                : left;
        SqlKind kind = call.getKind();
        if (!(left instanceof RexInputRef) && right instanceof RexInputRef) {
            RexNode swap = left;
            left = right;
            right = swap;
            kind = kind.reverse();
        }
        ColumnStatistics column = left instanceof RexInputRef ref ? columns.apply(ref.getIndex()) : null;
        return switch (kind) {
            case EQUALS, IS_NOT_DISTINCT_FROM -> column == null ? 0.1 : 1 / Math.max(1, column.distinct());
            case NOT_EQUALS, IS_DISTINCT_FROM -> column == null ? 0.9 : 1 - 1 / Math.max(1, column.distinct());
            case IS_NULL -> column == null ? 0.1 : Math.min(1, column.nulls() / rows);
            case IS_NOT_NULL -> column == null ? 0.9 : Math.max(0, 1 - column.nulls() / rows);
            case LESS_THAN, LESS_THAN_OR_EQUAL -> below(column, right);
            case GREATER_THAN, GREATER_THAN_OR_EQUAL -> column == null ? RANGE : 1 - below(column, right);
            case LIKE -> PATTERN;
            default -> OTHER;
        };
    }

    /** The share of values below a constant, as if they lay evenly between least and greatest. */
    private static double below(@Nullable ColumnStatistics column, RexNode constant) {
        if (column == null
                || !(constant instanceof RexLiteral literal)
                || !(column.min() instanceof Number min)
                || !(column.max() instanceof Number max)) {
            return RANGE;
        }
        Double value = number(literal);
        double span = max.doubleValue() - min.doubleValue();
        if (value == null || span <= 0) {
            return RANGE;
        }
        return Math.max(0.001, Math.min(0.999, (value - min.doubleValue()) / span));
    }

    private static @Nullable Double number(RexLiteral literal) {
        return switch (literal.getTypeName()) {
            case DECIMAL, DOUBLE -> {
                Object value = literal.getValue();
                yield value instanceof BigDecimal decimal
                        ? (Double) decimal.doubleValue()
                        : value instanceof Double number ? number : null;
            }
            case DATE -> {
                Integer days = literal.getValueAs(Integer.class);
                yield days == null ? null : (Double) days.doubleValue();
            }
            case TIMESTAMP -> {
                Long millis = literal.getValueAs(Long.class);
                yield millis == null ? null : (Double) millis.doubleValue();
            }
            default -> null;
        };
    }

    private static @Nullable ColumnStatistics statistics(TableScan scan, int column) {
        GrismTable table = scan.getTable().unwrap(GrismTable.class);
        if (table == null) {
            return null;
        }
        List<Integer> columns = scan instanceof GrismTableScan grism ? grism.columns() : table.storedColumns();
        if (column >= columns.size()) {
            return null;
        }
        int ordinal = columns.get(column);
        return ordinal < table.storedColumns().size() ? table.snapshot().statistics(ordinal) : null;
    }
}
