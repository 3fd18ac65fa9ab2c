package io.grism.exec.plan;

import io.grism.exec.expr.Expression;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.ElementProperty;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.RoleProperty;
import io.grism.exec.graph.Starts;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.JoinType;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.WindowFrame;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.index.IndexUse;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A node of an executable plan: what to compute, nothing of how. Immutable; a plan that exists is valid. {@code schema} is the node's output; {@code id} is
 * unique in the plan and names the node in EXPLAIN ANALYZE.
 */
public sealed interface PlanNode {
    int id();

    Schema schema();

    List<PlanNode> inputs();

    /**
     * Rows of a table, in any order. {@code columns} as in {@link io.grism.exec.storage.ScanRequest#columns()}; the predicate is over them.
     *
     * @param index by which rows may be found that the predicate, which there is then, holds for; null for none
     */
    record TableScanNode(
            int id,
            Schema schema,
            ObjectName table,
            List<Integer> columns,
            @Nullable Expression predicate,
            @Nullable IndexUse index)
            implements PlanNode {
        /** Without an index. */
        public TableScanNode(
                int id, Schema schema, ObjectName table, List<Integer> columns, @Nullable Expression predicate) {
            this(id, schema, table, columns, predicate, null);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /**
     * The rows of the input, moved to the partitions of the next stage. Nothing else moves rows between stages.
     *
     * @param order in which each partition of the input delivers its rows, and in which they are merged; empty for none
     */
    record ExchangeNode(int id, PlanNode input, Partitioning partitioning, List<SortKey> order) implements PlanNode {
        public ExchangeNode {
            order = List.copyOf(order);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** The rows that an earlier stage has sent to this partition; merged in an order unless it is empty. */
    record StageInputNode(int id, Schema schema, int stage, List<SortKey> order) implements PlanNode {
        public StageInputNode {
            order = List.copyOf(order);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /** Rows of a file; {@code format} is found by ServiceLoader ({@link io.grism.exec.storage.FileFormat}). */
    record FileScanNode(
            int id, Schema schema, String format, String path, Map<String, String> options, List<Integer> columns)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /** Constant rows: one list of boxed values (see TypeKind) per row. */
    record ValuesNode(int id, Schema schema, List<List<@Nullable Object>> rows) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    record FilterNode(int id, PlanNode input, Expression predicate) implements PlanNode {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    record ProjectNode(int id, Schema schema, PlanNode input, List<Expression> expressions) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** Rows {@code offset} to {@code offset + fetch}; either is a BIGINT constant or parameter, null for none. */
    record LimitNode(int id, PlanNode input, @Nullable Expression offset, @Nullable Expression fetch)
            implements PlanNode {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** All rows in order (stable for equal keys of one driver only), or the first ones when there is a fetch: top-k. */
    record SortNode(int id, PlanNode input, List<SortKey> keys, @Nullable Expression offset, @Nullable Expression fetch)
            implements PlanNode {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * Groups and aggregates. Output: the group keys in order, then the calls. With several grouping sets, each set gives its own groups, keys outside of it being NULL, and the output has one more
     * column at the end: {@code $grouping_set}, INTEGER, the set's ordinal. No keys and one empty set give exactly one row.
     *
     * @param groupingSets ordinals into {@code groupKeys}
     */
    record AggregateNode(
            int id,
            Schema schema,
            PlanNode input,
            List<Integer> groupKeys,
            List<List<Integer>> groupingSets,
            List<AggregateCall> calls)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * A join on equal keys. Builds from the right input, probes with the left. Output: left columns, then right columns (none for SEMI and ANTI).
     *
     * @param nullsEqual per key, whether NULL matches NULL
     * @param residual a further condition over left then right columns
     */
    record HashJoinNode(
            int id,
            Schema schema,
            PlanNode left,
            PlanNode right,
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            @Nullable Expression residual)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }
    }

    /** A join on any condition; null means TRUE. */
    record NestedLoopJoinNode(
            int id, Schema schema, PlanNode left, PlanNode right, JoinType type, @Nullable Expression condition)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }
    }

    /** For each left row the rows of the right plan, in which OuterRef(correlation, i) is column i of that row. INNER, LEFT, SEMI or ANTI. */
    record CorrelateNode(int id, Schema schema, PlanNode left, PlanNode right, int correlation, JoinType type)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }
    }

    /** All rows of all inputs. */
    record UnionNode(int id, Schema schema, List<PlanNode> inputs) implements PlanNode {}

    /** INTERSECT or EXCEPT of two or more inputs. */
    record SetOperationNode(int id, Schema schema, List<PlanNode> inputs, Kind kind, Quantifier quantifier)
            implements PlanNode {
        /** Which operation. */
        public enum Kind {
            INTERSECT,
            EXCEPT
        }

        /** Whether duplicates count. */
        public enum Quantifier {
            DISTINCT,
            ALL
        }
    }

    /** Appends one column per call to the input's, computed over partitions. */
    record WindowNode(int id, Schema schema, PlanNode input, List<WindowGroup> groups) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** Calls that share a window. */
    record WindowGroup(
            List<Integer> partitionKeys, List<SortKey> order, WindowFrame frame, List<AggregateCall> calls) {}

    /**
     * Unnests ARRAY, MULTISET or MAP columns side by side (shorter ones padded with NULL). The input has one column per collection. Output: the elements (a ROW element as its fields, a MAP entry as key and
     * value), then the ordinal from 1 (INTEGER) if asked.
     */
    record UnnestNode(int id, Schema schema, PlanNode input, Ordinality ordinality) implements PlanNode {
        /** Whether the ordinal is delivered. */
        public enum Ordinality {
            WITH,
            WITHOUT
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * WITH RECURSIVE: the seed's rows, then again and again the step's, whose {@link WorkTableNode} of this name holds the rows new in the round before, until there are none.
     *
     * @param distinct whether rows seen before are dropped (UNION)
     * @param maxRounds rounds allowed, or -1
     */
    record RecursiveUnionNode(
            int id, Schema schema, PlanNode seed, PlanNode step, String name, boolean distinct, int maxRounds)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(seed, step);
        }
    }

    /** The rows new in the last round of a RecursiveUnion. */
    record WorkTableNode(int id, Schema schema, String name) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /** The rows of the input; an error (SUBQUERY_MULTIPLE_ROWS) at the second one. */
    record SingleRowNode(int id, PlanNode input) implements PlanNode {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** The ids of all vertices of the given vertex tables, as one BIGINT column. */
    record NodeScanNode(int id, Schema schema, GraphTables graph, List<Integer> vertexTables) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /** The ids of all hyperedges of the given edge tables, as one BIGINT column. */
    record HyperedgeScanNode(int id, Schema schema, GraphTables graph, List<Integer> edgeTables) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /** The ids of all edges of the given plain edge tables, of their sources and of their destinations: three BIGINT columns. */
    record EdgeScanNode(int id, Schema schema, GraphTables graph, List<Integer> edgeTables) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }
    }

    /**
     * One step along edges or incidences: for each input row and each edge of {@code edgeTables} (edge ordinals, see {@link GraphTables}) at the element in column {@code from}, the
     * input's columns, the edge's id and the id of the element at the other end, both BIGINT, provided that it is of {@code vertexTables} (numbers of element tables).
     */
    record ExpandNode(
            int id,
            Schema schema,
            PlanNode input,
            GraphTables graph,
            int from,
            Direction direction,
            List<Integer> edgeTables,
            List<Integer> vertexTables)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** The number of rows that an {@link ExpandNode} makes of each input row, if there are any: the input's columns, and the number as a BIGINT. */
    record ExpandCountNode(
            int id,
            Schema schema,
            PlanNode input,
            GraphTables graph,
            int from,
            Direction direction,
            List<Integer> edgeTables,
            List<Integer> vertexTables)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * The elements of {@code vertexTables} at which walks of {@code least} to {@code most} steps end, each step along an edge of {@code edgeTables} in {@code direction}: for each input row, from the element in column
     * {@code from}, the input's columns and the id of each such element once; or, when the starts are taken together, only the ids of what is reached from any of them.
     */
    record ReachNode(
            int id,
            Schema schema,
            PlanNode input,
            GraphTables graph,
            int from,
            Direction direction,
            List<Integer> edgeTables,
            int least,
            int most,
            List<Integer> vertexTables,
            Starts starts)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** Like {@link ExpandNode} to a vertex already known: the input's columns and the id of each edge between columns {@code from} and {@code to}. */
    record ExpandIntoNode(
            int id,
            Schema schema,
            PlanNode input,
            GraphTables graph,
            int from,
            int to,
            Direction direction,
            List<Integer> edgeTables)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * Two steps at once, to a vertex that both reach: the input's columns, the id of an edge from column {@code first}, the id of the vertex, which is of {@code vertexTables}, and the id of an edge from column
     * {@code second}.
     */
    record ExpandIntersectNode(
            int id,
            Schema schema,
            PlanNode input,
            GraphTables graph,
            int first,
            Direction firstDirection,
            List<Integer> firstEdgeTables,
            List<Integer> vertexTables,
            int second,
            Direction secondDirection,
            List<Integer> secondEdgeTables)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * One step between players of hyperedges: for each input row, each hyperedge of {@code edgeTables} in which the element in column {@code from} plays one of {@code entryRoles}, and each of its players in
     * {@code exitRoles} that is of {@code vertexTables}: the input's columns, the hyperedge's id and the player's id. Roles are edge ordinals of incidence tables.
     */
    record RoleExpandNode(
            int id,
            Schema schema,
            PlanNode input,
            GraphTables graph,
            int from,
            List<Integer> entryRoles,
            List<Integer> edgeTables,
            List<Integer> exitRoles,
            List<Integer> vertexTables)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /** Appends what is asked of the incidences of hyperedges in the input. */
    record RoleLookupNode(int id, Schema schema, PlanNode input, GraphTables graph, List<RoleProperty> properties)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * Appends properties of the element whose id is in column {@code element}. Each property says, per number of an element table, which expression gives it; an element of a
     * table that does not have it gets NULL.
     */
    record ElementLookupNode(
            int id, Schema schema, PlanNode input, GraphTables graph, int element, List<ElementProperty> properties)
            implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }
    }
}
