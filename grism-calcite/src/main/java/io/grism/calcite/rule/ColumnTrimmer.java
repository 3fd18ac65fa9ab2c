package io.grism.calcite.rule;

import io.grism.calcite.rel.ElementLookup;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandIntersect;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.LogicalElementLookup;
import io.grism.calcite.rel.LogicalExpand;
import io.grism.calcite.rel.LogicalExpandIntersect;
import io.grism.calcite.rel.LogicalExpandInto;
import io.grism.calcite.rel.LogicalNodeScan;
import io.grism.calcite.rel.LogicalReach;
import io.grism.calcite.rel.LogicalRoleExpand;
import io.grism.calcite.rel.LogicalRoleLookup;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.rel.Reach;
import io.grism.calcite.rel.RoleExpand;
import io.grism.calcite.rel.RoleLookup;
import io.grism.exec.graph.RoleProperty;
import io.grism.exec.graph.Starts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.IntPair;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Drops columns that nothing above uses, down to the scans. Below operators that copy rows (joins, expands) what is left over is projected away:
 *
 * <pre>
 * Expand((b)-[f]-&gt;(c))              Expand((b)-[f]-&gt;(c))
 *   Expand((a)-[e]-&gt;(b))    =&gt;        Project(b.$id)
 *     NodeScan(a)                       Expand((a)-[e]-&gt;(b))
 *                                         NodeScan(a)
 * </pre>
 */
public final class ColumnTrimmer extends RelFieldTrimmer {
    public ColumnTrimmer(RelBuilder builder) {
        super(null, builder);
    }

    @Override
    protected TrimResult trimChild(
            RelNode rel, RelNode input, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        return narrow(rel, super.trimChild(rel, input, fieldsUsed, extraFields), fieldsUsed, extraFields);
    }

    @Override
    protected TrimResult trimChild(
            RelNode rel,
            RelNode input,
            int from,
            int to,
            ImmutableBitSet fieldsUsed,
            Set<RelDataTypeField> extraFields) {
        return narrow(rel, super.trimChild(rel, input, from, to, fieldsUsed, extraFields), fieldsUsed, extraFields);
    }

    private TrimResult narrow(
            RelNode rel, TrimResult trimmed, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        boolean copies = rel instanceof Join
                || rel instanceof Expand
                || rel instanceof ExpandInto
                || rel instanceof ExpandIntersect
                || rel instanceof Reach
                || rel instanceof RoleExpand;
        boolean known = extraFields.isEmpty() && rel.getVariablesSet().isEmpty() && !fieldsUsed.isEmpty();
        return copies && known ? narrow(trimmed.left, trimmed.right, fieldsUsed) : trimmed;
    }

    /** The columns used and no others. */
    private TrimResult narrow(RelNode rel, Mapping mapping, ImmutableBitSet fieldsUsed) {
        if (mapping.getTargetCount() == fieldsUsed.cardinality()) {
            return result(rel, mapping);
        }
        Mapping kept =
                Mappings.create(MappingType.INVERSE_SURJECTION, mapping.getSourceCount(), fieldsUsed.cardinality());
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int field : fieldsUsed) {
            int column = mapping.getTarget(field);
            kept.set(field, columns.size());
            columns.add(RexInputRef.of(column, rel.getRowType()));
            names.add(rel.getRowType().getFieldNames().get(column));
        }
        return result(LogicalProject.create(rel, List.of(), columns, names, Set.of()), kept);
    }

    /** Called by reflection, like the methods that follow. */
    public TrimResult trimFields(Expand expand, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        Expand.Step step = expand.step();
        TrimResult input = trimInput(expand, expand.getInput(), fieldsUsed, ImmutableBitSet.of(step.from()));
        Expand.Step moved = step.withFrom(input.right.getTarget(step.from()));
        RelNode trimmed = LogicalExpand.create(input.left, expand.graph(), moved);
        return result(trimmed, withAdded(input.right, ImmutableBitSet.range(2)), expand);
    }

    /** Takes the starts together where nothing is asked of them: nobody asks how often a vertex is reached. */
    public TrimResult trimFields(Reach reach, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int from = reach.walks().from();
        TrimResult input = trimInput(reach, reach.getInput(), fieldsUsed, ImmutableBitSet.of(from));
        Reach.Walks moved = reach.walks().withFrom(input.right.getTarget(from));
        int vertex = reach.getRowType().getFieldCount() - 1;
        boolean together = reach.starts() == Starts.TOGETHER
                || fieldsUsed.intersect(ImmutableBitSet.range(vertex)).isEmpty();
        if (!together) {
            RelNode trimmed = LogicalReach.create(input.left, reach.graph(), moved, Starts.EACH);
            return result(trimmed, withAdded(input.right, ImmutableBitSet.range(1)), reach);
        }
        Mapping end = Mappings.create(MappingType.INVERSE_SURJECTION, vertex + 1, 1);
        end.set(vertex, 0);
        return result(LogicalReach.create(input.left, reach.graph(), moved, Starts.TOGETHER), end, reach);
    }

    public TrimResult trimFields(ExpandInto expand, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        ExpandInto.Step step = expand.step();
        ImmutableBitSet ends = ImmutableBitSet.of(step.from(), step.to());
        TrimResult input = trimInput(expand, expand.getInput(), fieldsUsed, ends);
        ExpandInto.Step moved = new ExpandInto.Step(
                input.right.getTarget(step.from()),
                input.right.getTarget(step.to()),
                step.direction(),
                step.edge(),
                step.edgeTables());
        RelNode trimmed = LogicalExpandInto.create(input.left, expand.graph(), moved);
        return result(trimmed, withAdded(input.right, ImmutableBitSet.range(1)), expand);
    }

    public TrimResult trimFields(RoleExpand expand, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        RoleExpand.Step step = expand.step();
        TrimResult input = trimInput(expand, expand.getInput(), fieldsUsed, ImmutableBitSet.of(step.from()));
        RelNode trimmed =
                LogicalRoleExpand.create(input.left, expand.graph(), step.withFrom(input.right.getTarget(step.from())));
        return result(trimmed, withAdded(input.right, ImmutableBitSet.range(2)), expand);
    }

    public TrimResult trimFields(RoleLookup lookup, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int inputCount = lookup.getInput().getRowType().getFieldCount();
        ImmutableBitSet kept =
                fieldsUsed.except(ImmutableBitSet.range(inputCount)).shift(-inputCount);
        ImmutableBitSet.Builder needed = ImmutableBitSet.builder();
        for (int call : kept) {
            RoleProperty property = lookup.calls().get(call).property();
            needed.set(property.hyperedge());
            needed.set(property instanceof RoleProperty.Plays plays ? plays.player() : property.hyperedge());
        }
        TrimResult input = trimInput(lookup, lookup.getInput(), fieldsUsed, needed.build());
        List<RoleLookup.Call> calls = new ArrayList<>();
        for (int call : kept) {
            RoleLookup.Call old = lookup.calls().get(call);
            calls.add(new RoleLookup.Call(old.property().moved(input.right::getTarget), old.type()));
        }
        RelNode trimmed = kept.isEmpty() ? input.left : LogicalRoleLookup.create(input.left, lookup.graph(), calls);
        return result(trimmed, withAdded(input.right, kept, lookup.calls().size()), lookup);
    }

    public TrimResult trimFields(
            ExpandIntersect expand, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        Expand.Step first = expand.first();
        ExpandIntersect.Leg second = expand.second();
        ImmutableBitSet ends = ImmutableBitSet.of(first.from(), second.from());
        TrimResult input = trimInput(expand, expand.getInput(), fieldsUsed, ends);
        Expand.Step firstMoved = first.withFrom(input.right.getTarget(first.from()));
        ExpandIntersect.Leg secondMoved = new ExpandIntersect.Leg(
                input.right.getTarget(second.from()), second.direction(), second.edge(), second.edgeTables());
        RelNode trimmed = LogicalExpandIntersect.create(input.left, expand.graph(), firstMoved, secondMoved);
        return result(trimmed, withAdded(input.right, ImmutableBitSet.range(3)), expand);
    }

    public TrimResult trimFields(ElementLookup lookup, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int inputCount = lookup.getInput().getRowType().getFieldCount();
        ImmutableBitSet kept =
                fieldsUsed.except(ImmutableBitSet.range(inputCount)).shift(-inputCount);
        TrimResult input = kept.isEmpty()
                ? trimInput(lookup, lookup.getInput(), fieldsUsed, ImmutableBitSet.of())
                : trimInput(lookup, lookup.getInput(), fieldsUsed, ImmutableBitSet.of(lookup.element()));
        RelNode trimmed = kept.isEmpty()
                ? input.left
                : LogicalElementLookup.create(
                        input.left,
                        lookup.graph(),
                        lookup.kind(),
                        input.right.getTarget(lookup.element()),
                        chosen(lookup.properties(), kept));
        Mapping mapping = withAdded(input.right, kept, lookup.properties().size());
        return result(trimmed, mapping, lookup);
    }

    public TrimResult trimFields(NodeScan scan, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        PatternVertex vertex = scan.vertex();
        ImmutableBitSet kept = fieldsUsed.clear(0).shift(-1);
        PatternVertex narrowed = new PatternVertex(vertex.name(), vertex.tables(), chosen(vertex.properties(), kept));
        RelNode trimmed = LogicalNodeScan.create(scan.getCluster(), scan.graph(), narrowed);
        Mapping id = Mappings.create(MappingType.INVERSE_SURJECTION, 1, 1);
        id.set(0, 0);
        return result(trimmed, withAdded(id, kept, vertex.properties().size()), scan);
    }

    private TrimResult trimInput(RelNode rel, RelNode input, ImmutableBitSet fieldsUsed, ImmutableBitSet needed) {
        ImmutableBitSet own = ImmutableBitSet.range(input.getRowType().getFieldCount());
        return trimChild(rel, input, fieldsUsed.intersect(own).union(needed), Set.of());
    }

    private static List<MatchProperty> chosen(List<MatchProperty> properties, ImmutableBitSet kept) {
        return kept.asList().stream().map(properties::get).toList();
    }

    private static Mapping withAdded(Mapping input, ImmutableBitSet kept) {
        return withAdded(input, kept, kept.cardinality());
    }

    /** The mapping of an input, followed by that of {@code count} columns of which some are kept. */
    private static Mapping withAdded(Mapping input, ImmutableBitSet kept, int count) {
        Mapping all = Mappings.create(
                MappingType.INVERSE_SURJECTION,
                input.getSourceCount() + count,
                input.getTargetCount() + kept.cardinality());
        for (IntPair pair : input) {
            all.set(pair.source, pair.target);
        }
        int target = input.getTargetCount();
        for (int column : kept) {
            all.set(input.getSourceCount() + column, target++);
        }
        return all;
    }
}
