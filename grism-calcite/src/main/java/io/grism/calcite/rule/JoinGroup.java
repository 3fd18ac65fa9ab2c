package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Inner joins that stand on each other, as what they are: inputs, and conditions between them. Finds the order whose intermediate results have the fewest rows in sum, by dynamic programming over sets of inputs, or, for many inputs, by
 * always joining the two parts whose join has the fewest rows. A product is taken only where no condition connects.
 *
 * <p>The rows of a set are those of its inputs times the selectivity of each condition in it: a number, computed once a set, where the metadata of rels would be asked for each join that might be.
 */
final class JoinGroup {
    /** With more inputs than this there are too many sets. */
    private static final int EXHAUSTIVE = 12;

    /** More inputs than bits of a set. */
    static final int MOST = 62;

    private final List<RelNode> inputs;
    private final List<Condition> conditions = new ArrayList<>();
    private final int[] starts;
    private final double[] rows;

    /** A condition over the columns of all inputs in order, and the set of those that it uses. */
    private record Condition(RexNode rex, long uses, double selectivity) {
        boolean isIn(long set) {
            return (uses & ~set) == 0;
        }

        boolean connects(long left, long right) {
            return isIn(left | right) && (uses & left) != 0 && (uses & right) != 0;
        }
    }

    /** A way to join a set of inputs; an input itself has no sides. */
    private record Way(long set, double rows, double cost, @Nullable Way left, @Nullable Way right) {}

    /** A tree for a set, and which inputs its columns are those of. */
    private record Part(RelNode rel, long set, List<Integer> order) {}

    private JoinGroup(List<RelNode> inputs, List<RexNode> conjuncts) {
        this.inputs = inputs;
        this.starts = new int[inputs.size() + 1];
        this.rows = new double[inputs.size()];
        RelMetadataQuery mq = inputs.get(0).getCluster().getMetadataQuery();
        for (int i = 0; i < rows.length; i++) {
            starts[i + 1] = starts[i] + inputs.get(i).getRowType().getFieldCount();
            rows[i] = Math.max(1, mq.getRowCount(inputs.get(i)));
        }
        for (RexNode conjunct : conjuncts) {
            long uses = 0;
            for (int column : RelOptUtil.InputFinder.bits(conjunct)) {
                uses |= 1L << input(column);
            }
            conditions.add(new Condition(conjunct, uses, selectivity(conjunct, mq)));
        }
    }

    /**
     * The joins of {@code inputs} in their order under {@code conjuncts}, in the best order.
     *
     * @param rowType the columns of the result: those of the inputs in their order
     */
    static RelNode ordered(List<RelNode> inputs, List<RexNode> conjuncts, RelDataType rowType) {
        JoinGroup group = new JoinGroup(inputs, conjuncts);
        List<Way> parts = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            parts.add(new Way(1L << i, group.rows[i], 0, null, null));
        }
        Way best = inputs.size() <= EXHAUSTIVE ? group.exhaustive(parts) : null;
        return group.inOrder(group.build(best == null ? group.greedy(parts) : best), rowType);
    }

    private int input(int column) {
        int input = 0;
        while (starts[input + 1] <= column) {
            input++;
        }
        return input;
    }

    /** An equality of columns lets pass one of the values on the side that has more. */
    private double selectivity(RexNode condition, RelMetadataQuery mq) {
        if (condition.getKind() == SqlKind.EQUALS
                && ((RexCall) condition).getOperands().get(0) instanceof RexInputRef left
                && ((RexCall) condition).getOperands().get(1) instanceof RexInputRef right) {
            return 1 / Math.max(distinct(left.getIndex(), mq), distinct(right.getIndex(), mq));
        }
        return RelMdUtil.guessSelectivity(condition);
    }

    private double distinct(int column, RelMetadataQuery mq) {
        int input = input(column);
        Double values = mq.getDistinctRowCount(inputs.get(input), ImmutableBitSet.of(column - starts[input]), null);
        return Math.max(1, values == null ? rows[input] / 10 : values);
    }

    /** The best way to join all inputs without a product, or null when that takes one. */
    private @Nullable Way exhaustive(List<Way> parts) {
        int all = (1 << parts.size()) - 1;
        @Nullable Way[] best = new Way[all + 1];
        parts.forEach(part -> best[(int) part.set] = part);
        for (int set = 1; set <= all; set++) {
            // each pair of a part and the rest once
            for (int left = (set - 1) & set; left > (set ^ left); left = (left - 1) & set) {
                Way one = best[left];
                Way other = best[set ^ left];
                if (one != null && other != null && connects(left, set ^ left)) {
                    Way way = join(one, other);
                    Way known = best[set];
                    best[set] = known == null || way.cost < known.cost ? way : known;
                }
            }
        }
        return best[all];
    }

    private Way greedy(List<Way> parts) {
        List<Way> rest = new ArrayList<>(parts);
        while (rest.size() > 1) {
            Way best = null;
            boolean connected = false;
            for (int i = 0; i < rest.size(); i++) {
                for (int j = i + 1; j < rest.size(); j++) {
                    boolean connects = connects(rest.get(i).set, rest.get(j).set);
                    if (connected && !connects) {
                        continue;
                    }
                    Way way = join(rest.get(i), rest.get(j));
                    if (best == null || connects && !connected || way.rows < best.rows) {
                        best = way;
                        connected = connects;
                    }
                }
            }
            Way joined = Objects.requireNonNull(best);
            rest.removeIf(part -> (part.set & joined.set) != 0);
            rest.add(joined);
        }
        return rest.get(0);
    }

    private boolean connects(long left, long right) {
        for (Condition condition : conditions) {
            if (condition.connects(left, right)) {
                return true;
            }
        }
        return false;
    }

    /** The larger side comes first. */
    private Way join(Way one, Way other) {
        double joined = one.rows * other.rows;
        for (Condition condition : conditions) {
            joined *= condition.connects(one.set, other.set) ? condition.selectivity : 1;
        }
        boolean swap = one.rows < other.rows;
        joined = Math.max(1, joined);
        return new Way(
                one.set | other.set, joined, joined + one.cost + other.cost, swap ? other : one, swap ? one : other);
    }

    private Part build(Way way) {
        if (way.left == null || way.right == null) {
            int input = Long.numberOfTrailingZeros(way.set);
            return new Part(inputs.get(input), way.set, List.of(input));
        }
        Part left = build(way.left);
        Part right = build(way.right);
        List<Integer> order = new ArrayList<>(left.order);
        order.addAll(right.order);
        RexBuilder rex = left.rel.getCluster().getRexBuilder();
        List<RexNode> on = new ArrayList<>();
        for (Condition condition : conditions) {
            // one over a single input, or none, is tested by the first join that has it
            boolean early = condition.isIn(left.set) && left.order.size() > 1
                    || condition.isIn(right.set) && right.order.size() > 1;
            if (condition.isIn(way.set) && !early) {
                on.add(moved(condition.rex, order));
            }
        }
        RelNode join = LogicalJoin.create(
                left.rel, right.rel, List.of(), RexUtil.composeConjunction(rex, on), Set.of(), JoinRelType.INNER);
        return new Part(join, way.set, order);
    }

    /** Where each input starts among columns in another order. */
    private int[] places(List<Integer> order) {
        int[] places = new int[inputs.size()];
        int at = 0;
        for (int input : order) {
            places[input] = at;
            at += starts[input + 1] - starts[input];
        }
        return places;
    }

    private RexNode moved(RexNode rex, List<Integer> order) {
        int[] places = places(order);
        return rex.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                int input = input(ref.getIndex());
                return new RexInputRef(places[input] + ref.getIndex() - starts[input], ref.getType());
            }
        });
    }

    private RelNode inOrder(Part all, RelDataType rowType) {
        List<RexNode> columns = new ArrayList<>();
        int[] places = places(all.order);
        for (int input = 0; input < inputs.size(); input++) {
            for (int column = 0; column < starts[input + 1] - starts[input]; column++) {
                columns.add(RexInputRef.of(places[input] + column, all.rel.getRowType()));
            }
        }
        return RexUtil.isIdentity(columns, all.rel.getRowType())
                ? all.rel
                : LogicalProject.create(all.rel, List.of(), columns, rowType, Set.of());
    }
}
