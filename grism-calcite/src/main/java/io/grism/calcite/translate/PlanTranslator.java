package io.grism.calcite.translate;

import io.grism.calcite.catalog.FileTable;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.GrismAggregate;
import io.grism.calcite.rel.GrismCorrelate;
import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismExchange;
import io.grism.calcite.rel.GrismFileScan;
import io.grism.calcite.rel.GrismFilter;
import io.grism.calcite.rel.GrismHashJoin;
import io.grism.calcite.rel.GrismIntersect;
import io.grism.calcite.rel.GrismMinus;
import io.grism.calcite.rel.GrismNestedLoopJoin;
import io.grism.calcite.rel.GrismPartialAggregate;
import io.grism.calcite.rel.GrismProject;
import io.grism.calcite.rel.GrismRecursiveUnion;
import io.grism.calcite.rel.GrismSort;
import io.grism.calcite.rel.GrismTableScan;
import io.grism.calcite.rel.GrismUnion;
import io.grism.calcite.rel.GrismUnnest;
import io.grism.calcite.rel.GrismValues;
import io.grism.calcite.rel.GrismWindow;
import io.grism.calcite.rel.GrismWorkTable;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.ScanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;

/** From physical rels to plan nodes, one to one where possible. One a plan. */
public final class PlanTranslator {
    private final RexBuilder builder;
    private final RexTranslator rex;
    private final RelMetadataQuery mq;
    private final Map<Integer, Double> estimates = new HashMap<>();
    /** By the names of recursions. Two of one name may share a step, as each step reads the rows of the recursion that it runs in. */
    private final Map<List<String>, String> workTables = new HashMap<>();

    private int nextId;

    public PlanTranslator(RexBuilder builder, RelMetadataQuery mq) {
        this(builder, mq, new RexShuttle());
    }

    /** A translator for one plan; {@code before} changes each expression before it is translated. */
    public PlanTranslator(RexBuilder builder, RelMetadataQuery mq, RexShuttle before) {
        this.builder = builder;
        this.rex = new RexTranslator(builder, before);
        this.mq = mq;
    }

    /**
     * A plan with what the planner expects of it.
     *
     * @param estimatedRows by node id; nodes that only rearrange have none
     */
    public record Translated(PlanNode root, Map<Integer, Double> estimatedRows) {
        public Translated {
            estimatedRows = Map.copyOf(estimatedRows);
        }
    }

    /** Translates a whole plan. Its columns are {@code fields} of the rel's, under the given names. */
    public Translated translate(RelNode rel, List<Integer> fields, List<String> names) {
        PlanNode root = translate(rel);
        List<Field> have = root.schema().getFields();
        List<Field> wanted = new ArrayList<>();
        List<Expression> columns = new ArrayList<>();
        boolean same = fields.size() == have.size();
        for (int i = 0; i < fields.size(); i++) {
            Field field = have.get(fields.get(i));
            same &= fields.get(i) == i && field.getName().equals(names.get(i));
            wanted.add(new Field(names.get(i), field.getFieldType(), field.getChildren()));
            columns.add(new Expression.ColumnRef(fields.get(i), field));
        }
        if (same) {
            return new Translated(root, estimates);
        }
        PlanNode renamed = root instanceof PlanNode.ProjectNode project
                ? new PlanNode.ProjectNode(
                        project.id(),
                        new Schema(wanted),
                        project.input(),
                        fields.stream().map(project.expressions()::get).toList())
                : new PlanNode.ProjectNode(id(), new Schema(wanted), root, columns);
        return new Translated(renamed, estimates);
    }

    int id() {
        return nextId++;
    }

    RexBuilder builder() {
        return builder;
    }

    RexTranslator rex() {
        return rex;
    }

    /** The constants that columns of a rel always hold. */
    IntFunction<@Nullable RexNode> constants(RelNode rel) {
        RelNode source = rel;
        while (source instanceof GrismExchange exchange) {
            source = exchange.getInput();
        }
        RelOptPredicateList predicates = mq.getPulledUpPredicates(source);
        return column -> predicates.constantMap.get(builder.makeInputRef(rel, column));
    }

    static Schema schema(RelNode rel) {
        return ArrowTypes.schema(rel.getRowType());
    }

    PlanNode translate(RelNode rel) {
        PlanNode node = node(rel);
        estimates.put(node.id(), mq.getRowCount(rel));
        return node;
    }

    private PlanNode node(RelNode rel) {
        if (rel instanceof GrismTableScan scan) {
            return scan(scan);
        } else if (rel instanceof GrismFileScan scan) {
            FileTable table = scan.getTable().unwrapOrThrow(FileTable.class);
            return new PlanNode.FileScanNode(
                    id(), schema(rel), table.format(), table.path(), table.options(), scan.columns());
        } else if (rel instanceof GrismFilter filter) {
            PlanNode scan = new GraphNodes(this).filteredScan(filter);
            if (scan != null) {
                return scan;
            }
            return new PlanNode.FilterNode(id(), translate(filter.getInput()), rex.translate(filter.getCondition()));
        } else if (rel instanceof GrismProject project) {
            return project(project);
        } else if (rel instanceof GrismHashJoin join) {
            return hashJoin(join);
        } else if (rel instanceof GrismNestedLoopJoin join) {
            return new PlanNode.NestedLoopJoinNode(
                    id(),
                    schema(rel),
                    translate(join.getLeft()),
                    translate(join.getRight()),
                    joinType(join.getJoinType()),
                    join.getCondition().isAlwaysTrue() ? null : rex.translate(join.getCondition()));
        } else if (rel instanceof GrismCorrelate correlate) {
            return new PlanNode.CorrelateNode(
                    id(),
                    schema(rel),
                    translate(correlate.getLeft()),
                    translate(correlate.getRight()),
                    correlate.getCorrelationId().getId(),
                    joinType(correlate.getJoinType()));
        } else if (rel instanceof GrismAggregate || rel instanceof GrismPartialAggregate) {
            return new Grouping(this, (Aggregate) rel).translate();
        } else if (rel instanceof GrismExchange exchange) {
            GrismDistribution to = exchange.distribution();
            return new PlanNode.ExchangeNode(
                    id(), translate(exchange.getInput()), partitioning(to), AggregateTranslator.keys(to.order()));
        } else if (rel instanceof GrismSort sort) {
            return sort(sort);
        } else if (rel instanceof GrismUnion union) {
            return new PlanNode.UnionNode(id(), schema(rel), translateAll(union.getInputs()));
        } else if (rel instanceof GrismIntersect intersect) {
            return setOperation(rel, PlanNode.SetOperationNode.Kind.INTERSECT, intersect.all);
        } else if (rel instanceof GrismMinus minus) {
            return setOperation(rel, PlanNode.SetOperationNode.Kind.EXCEPT, minus.all);
        } else if (rel instanceof GrismValues values) {
            return values(values);
        } else if (rel instanceof GrismUnnest unnest) {
            return new PlanNode.UnnestNode(
                    id(),
                    schema(rel),
                    translate(unnest.getInput()),
                    unnest.withOrdinality
                            ? PlanNode.UnnestNode.Ordinality.WITH
                            : PlanNode.UnnestNode.Ordinality.WITHOUT);
        } else if (rel instanceof GrismWindow window) {
            return new Windows(this, window).translate();
        } else if (rel instanceof GrismRecursiveUnion union) {
            return new PlanNode.RecursiveUnionNode(
                    id(),
                    schema(rel),
                    translate(union.getSeedRel()),
                    translate(union.getIterativeRel()),
                    workTable(union.getTransientTable()),
                    !union.all,
                    union.iterationLimit);
        } else if (rel instanceof GrismWorkTable table) {
            return new PlanNode.WorkTableNode(id(), schema(rel), workTable(table.getTable()));
        }
        PlanNode graph = new GraphNodes(this).translate(rel);
        if (graph == null) {
            throw new GrismException(ErrorCode.INTERNAL, "no plan node for " + rel.getRelTypeName());
        }
        return graph;
    }

    private List<PlanNode> translateAll(List<RelNode> rels) {
        return rels.stream().map(this::translate).toList();
    }

    /** A project right above one that only picks columns takes its place, too. */
    private PlanNode project(GrismProject project) {
        List<RexNode> expressions = project.getProjects();
        RelNode input = project.getInput();
        while (input instanceof GrismProject below
                && below.getProjects().stream().allMatch(RexInputRef.class::isInstance)) {
            expressions = RelOptUtil.pushPastProject(expressions, below);
            input = below.getInput();
        }
        return new PlanNode.ProjectNode(id(), schema(project), translate(input), rex.translate(expressions));
    }

    private PlanNode scan(GrismTableScan scan) {
        GrismTable table = scan.getTable().unwrapOrThrow(GrismTable.class);
        int stored = table.storedColumns().size();
        List<Integer> columns = scan.columns().stream()
                .map(column -> column == stored ? ScanRequest.ROW_ID : column)
                .toList();
        Expression predicate = scan.predicate() == null ? null : rex.translate(scan.predicate());
        return new PlanNode.TableScanNode(
                id(),
                schema(scan),
                table.name(),
                columns,
                predicate,
                predicate == null ? null : IndexChoice.choose(table, columns, predicate));
    }

    private PlanNode hashJoin(GrismHashJoin join) {
        JoinInfo info = join.analyzeCondition();
        RexNode residual = RexUtil.composeConjunction(builder, info.nonEquiConditions, true);
        return new PlanNode.HashJoinNode(
                id(),
                schema(join),
                translate(join.getLeft()),
                translate(join.getRight()),
                joinType(join.getJoinType()),
                info.leftKeys,
                info.rightKeys,
                info.nullExclusionFlags.stream().map(excluded -> !excluded).toList(),
                residual == null ? null : rex.translate(residual));
    }

    static JoinType joinType(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinType.INNER;
            case LEFT -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case SEMI -> JoinType.SEMI;
            case ANTI -> JoinType.ANTI;
            default -> throw new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot join: " + type + " JOIN.");
        };
    }

    private PlanNode setOperation(RelNode rel, PlanNode.SetOperationNode.Kind kind, boolean all) {
        return new PlanNode.SetOperationNode(
                id(),
                schema(rel),
                translateAll(rel.getInputs()),
                kind,
                all ? PlanNode.SetOperationNode.Quantifier.ALL : PlanNode.SetOperationNode.Quantifier.DISTINCT);
    }

    private static Partitioning partitioning(GrismDistribution to) {
        return switch (to.kind()) {
            case SINGLE -> new Partitioning.Single();
            case HASH -> new Partitioning.Hash(to.keys());
            case OWNER -> new Partitioning.Owner(to.keys().get(0));
            case RANGE -> new Partitioning.Range(AggregateTranslator.keys(to.ranges()));
            case BROADCAST -> new Partitioning.Broadcast();
            case ANY, RANDOM -> throw new GrismException(ErrorCode.INTERNAL, "an exchange to " + to);
        };
    }

    private PlanNode sort(GrismSort sort) {
        PlanNode input = translate(sort.getInput());
        Expression offset = rows(sort.offset);
        Expression fetch = rows(sort.fetch);
        List<SortKey> keys = AggregateTranslator.keys(sort.getCollation());
        if (sort.isInOrder() && offset == null && fetch == null) {
            return input;
        }
        return keys.isEmpty() || sort.isInOrder()
                ? new PlanNode.LimitNode(id(), input, offset, fetch)
                : new PlanNode.SortNode(id(), input, keys, offset, fetch);
    }

    /** A number of rows as BIGINT. */
    private @Nullable Expression rows(@Nullable RexNode count) {
        if (count == null) {
            return null;
        }
        Field bigint = TypeKind.BIGINT.field("");
        if (count instanceof RexLiteral literal) {
            return new Expression.Literal(literal.getValueAs(Long.class), bigint);
        }
        if (count instanceof RexDynamicParam parameter) {
            return new Expression.Parameter(parameter.getIndex(), bigint);
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot limit rows by an expression: " + count + ". Use a number or a parameter.");
    }

    private PlanNode values(GrismValues values) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (RexLiteral literal : tuple) {
                row.add(literal.isNull() ? null : RexLiterals.value(literal));
            }
            rows.add(row);
        }
        return new PlanNode.ValuesNode(id(), schema(values), rows);
    }

    private String workTable(@Nullable RelOptTable table) {
        if (table == null || table.unwrap(TransientTable.class) == null) {
            throw new GrismException(ErrorCode.INTERNAL, "a recursion without a work table");
        }
        return workTables.computeIfAbsent(table.getQualifiedName(), key -> "$work" + workTables.size());
    }
}
