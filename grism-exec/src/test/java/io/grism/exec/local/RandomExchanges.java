package io.grism.exec.local;

import io.grism.exec.expr.Expression;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.Partitioning.Broadcast;
import io.grism.exec.plan.Partitioning.Hash;
import io.grism.exec.plan.Partitioning.Owner;
import io.grism.exec.plan.Partitioning.Range;
import io.grism.exec.plan.Partitioning.Single;
import io.grism.exec.plan.PlanCopy;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.AggregateNode;
import io.grism.exec.plan.PlanNode.CorrelateNode;
import io.grism.exec.plan.PlanNode.ExchangeNode;
import io.grism.exec.plan.PlanNode.ExpandIntoNode;
import io.grism.exec.plan.PlanNode.ExpandNode;
import io.grism.exec.plan.PlanNode.HashJoinNode;
import io.grism.exec.plan.PlanNode.LimitNode;
import io.grism.exec.plan.PlanNode.NestedLoopJoinNode;
import io.grism.exec.plan.PlanNode.RecursiveUnionNode;
import io.grism.exec.plan.PlanNode.SetOperationNode;
import io.grism.exec.plan.PlanNode.SortNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.plan.PlanNode.UnionNode;
import io.grism.exec.plan.PlanNode.WindowGroup;
import io.grism.exec.plan.PlanNode.WindowNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts exchanges into a plan for one partition, at random among the places where they keep its meaning. */
public final class RandomExchanges {
    private final Random random;
    /** Ids of nodes that the plan does not have. */
    private int nextId = 1 << 20;

    public RandomExchanges(Random random) {
        this.random = random;
    }

    /** The plan with exchanges, and how its rows lie: all in one partition, or spread, perhaps by a hash of columns. */
    private record Placed(PlanNode plan, boolean single, @Nullable List<Integer> hash) {
        Placed(PlanNode plan) {
            this(plan, false, null);
        }
    }

    /** The plan with exchanges. If it is a sort, and {@code gathered}, its rows are in order. */
    public PlanNode place(PlanNode plan, boolean gathered) {
        if (gathered && plan instanceof SortNode sort) {
            return sorted(sort).plan();
        }
        Placed placed = any(plan);
        return gathered ? gather(placed) : placed.plan();
    }

    private ExchangeNode move(PlanNode plan, Partitioning to, SortKey... order) {
        return new ExchangeNode(nextId++, plan, to, List.of(order));
    }

    private PlanNode gather(Placed placed) {
        return placed.single() && random.nextBoolean() ? placed.plan() : move(placed.plan(), new Single());
    }

    /** As the node comes, or moved somewhere. */
    private Placed any(PlanNode node) {
        Placed placed = natural(node);
        int width = node.schema().getFields().size();
        return switch (random.nextInt(12)) {
            case 0 -> hashed(placed, IntStream.range(0, width).boxed().toList());
            case 1 -> new Placed(move(placed.plan(), new Single()), true, null);
            case 2 -> hashed(placed, List.of(random.nextInt(width)));
            case 3 ->
                new Placed(move(placed.plan(), new Range(List.of(new SortKey(random.nextInt(width), true, false)))));
            default -> placed;
        };
    }

    private Placed hashed(Placed placed, List<Integer> columns) {
        return columns.equals(placed.hash()) && random.nextInt(4) > 0
                ? placed
                : new Placed(move(placed.plan(), new Hash(columns)), false, columns);
    }

    private Placed single(PlanNode node, List<PlanNode> inputs) {
        Iterator<PlanNode> next = inputs.iterator();
        return new Placed(PlanCopy.withInputs(node, input -> next.next()), true, null);
    }

    private List<PlanNode> gatherAll(PlanNode node) {
        return node.inputs().stream().map(input -> gather(any(input))).toList();
    }

    private Placed natural(PlanNode node) {
        if (node instanceof AggregateNode aggregate) {
            return keyed(node, aggregate.groupingSets().size() > 1 ? List.of() : aggregate.groupKeys());
        } else if (node instanceof WindowNode window) {
            Set<Integer> keys = new HashSet<>(window.groups().get(0).partitionKeys());
            window.groups().stream().map(WindowGroup::partitionKeys).forEach(keys::retainAll);
            return keyed(node, List.copyOf(keys));
        } else if (node instanceof SortNode sort) {
            return sorted(sort);
        } else if (node instanceof HashJoinNode join) {
            return hashJoin(join);
        } else if (node instanceof NestedLoopJoinNode join) {
            return join(join, join.type());
        } else if (node instanceof SetOperationNode) {
            return setOperation(node);
        } else if (node instanceof UnionNode) {
            return union(node);
        } else if (node instanceof CorrelateNode correlate) {
            Placed left = any(correlate.left());
            return copy(node, left, List.of(left.plan(), nested(correlate.right(), left.single())));
        } else if (node instanceof RecursiveUnionNode recursion) {
            return single(node, List.of(gather(any(recursion.seed())), nested(recursion.step(), true)));
        } else if (node.inputs().isEmpty()) {
            return new Placed(node);
        }
        Placed input = any(node.inputs().get(0));
        return copy(node, input, List.of(owned(node, input)));
    }

    /** The input of a step along edges, sometimes moved to the owners of the elements where it begins. */
    private PlanNode owned(PlanNode node, Placed input) {
        int from = node instanceof ExpandNode expand
                ? expand.from()
                : node instanceof ExpandIntoNode expand ? expand.from() : -1;
        return from >= 0 && !input.single() && random.nextInt(3) > 0
                ? move(input.plan(), new Owner(from))
                : input.plan();
    }

    /** A node that treats row by row what its first input delivers. */
    private Placed copy(PlanNode node, Placed first, List<PlanNode> inputs) {
        Iterator<PlanNode> next = inputs.iterator();
        return new Placed(PlanCopy.withInputs(node, input -> next.next()), first.single(), null);
    }

    /** A plan that is run again and again: some of its scans, which it reads whole, come from other stages. */
    private PlanNode nested(PlanNode node, boolean inSingle) {
        if (node instanceof TableScanNode && random.nextBoolean()) {
            return move(node, inSingle && random.nextBoolean() ? new Single() : new Broadcast());
        }
        return PlanCopy.withInputs(node, input -> nested(input, inSingle));
    }

    /** A node that must see the rows of equal keys together. */
    private Placed keyed(PlanNode node, List<Integer> keys) {
        if (keys.isEmpty() || random.nextInt(4) == 0) {
            return single(node, gatherAll(node));
        }
        List<Integer> some = random.nextBoolean() ? keys : List.of(keys.get(random.nextInt(keys.size())));
        Placed input = hashed(natural(node.inputs().get(0)), some);
        Placed result = new Placed(PlanCopy.withInputs(node, old -> input.plan()), false, null);
        return node instanceof WindowNode ? new Placed(result.plan(), false, some) : result;
    }

    private Placed sorted(SortNode sort) {
        SortKey[] keys = sort.keys().toArray(new SortKey[0]);
        boolean limited = sort.offset() != null || sort.fetch() != null;
        if (random.nextInt(3) == 0) {
            return single(sort, gatherAll(sort));
        }
        Placed input = any(sort.input());
        if (limited) {
            PlanNode partial =
                    new SortNode(nextId++, input.plan(), sort.keys(), null, sum(sort.offset(), sort.fetch()));
            PlanNode merged = move(partial, new Single(), keys);
            return new Placed(new LimitNode(sort.id(), merged, sort.offset(), sort.fetch()), true, null);
        }
        PlanNode ranges =
                switch (random.nextInt(3)) {
                    case 0 ->
                        new SortNode(sort.id(), move(input.plan(), new Range(sort.keys())), sort.keys(), null, null);
                    case 1 ->
                        move(
                                new SortNode(sort.id(), input.plan(), sort.keys(), null, null),
                                new Range(sort.keys()),
                                keys);
                    default -> new SortNode(sort.id(), input.plan(), sort.keys(), null, null);
                };
        return new Placed(move(ranges, new Single(), keys), true, null);
    }

    private static @Nullable Expression sum(@Nullable Expression offset, @Nullable Expression fetch) {
        if (fetch == null) {
            return null;
        }
        return Plans.bigint((offset == null ? 0 : value(offset)) + value(fetch));
    }

    private static long value(Expression literal) {
        Object value = ((Expression.Literal) literal).value();
        return value == null ? 0 : (long) value;
    }

    private Placed hashJoin(HashJoinNode join) {
        if (random.nextBoolean()) {
            return join(join, join.type());
        }
        Placed left = hashed(natural(join.left()), join.leftKeys());
        Placed right = hashed(natural(join.right()), join.rightKeys());
        Placed result = copy(join, left, List.of(left.plan(), right.plan()));
        boolean keeps = join.type() != JoinType.RIGHT && join.type() != JoinType.FULL;
        return keeps ? new Placed(result.plan(), false, join.leftKeys()) : result;
    }

    /** A join on any condition: one side is copied to all partitions, or both are gathered. */
    private Placed join(PlanNode join, JoinType type) {
        if (type == JoinType.FULL || random.nextInt(4) == 0) {
            return single(join, gatherAll(join));
        }
        boolean copiesLeft = type == JoinType.RIGHT || (type == JoinType.INNER && random.nextBoolean());
        Placed kept = any(join.inputs().get(copiesLeft ? 1 : 0));
        PlanNode copied = move(any(join.inputs().get(copiesLeft ? 0 : 1)).plan(), new Broadcast());
        return copy(join, kept, copiesLeft ? List.of(copied, kept.plan()) : List.of(kept.plan(), copied));
    }

    private Placed setOperation(PlanNode node) {
        if (random.nextInt(3) == 0) {
            return single(node, gatherAll(node));
        }
        List<Integer> all =
                IntStream.range(0, node.schema().getFields().size()).boxed().toList();
        List<PlanNode> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.add(hashed(natural(input), all).plan()));
        return copy(node, new Placed(node), inputs);
    }

    private Placed union(PlanNode node) {
        List<Placed> inputs = node.inputs().stream().map(this::any).toList();
        if (inputs.stream().allMatch(Placed::single)) {
            return single(node, inputs.stream().map(Placed::plan).toList());
        }
        List<PlanNode> moved = new ArrayList<>();
        for (Placed input : inputs) {
            moved.add(
                    input.single()
                            ? move(input.plan(), random.nextBoolean() ? new Single() : new Hash(List.of(0)))
                            : input.plan());
        }
        return copy(node, new Placed(node), moved);
    }
}
