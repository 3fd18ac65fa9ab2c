package io.grism.exec.task;

import io.grism.exec.graph.EdgeScanSource;
import io.grism.exec.graph.ElementLookupOperator;
import io.grism.exec.graph.ExpandCountOperator;
import io.grism.exec.graph.ExpandIntersectOperator;
import io.grism.exec.graph.ExpandIntersectOperator.Leg;
import io.grism.exec.graph.ExpandIntoOperator;
import io.grism.exec.graph.ExpandOperator;
import io.grism.exec.graph.HyperedgeScanSource;
import io.grism.exec.graph.NodeScanSource;
import io.grism.exec.graph.ReachOperator;
import io.grism.exec.graph.ReachTogetherOperator;
import io.grism.exec.graph.RoleExpandOperator;
import io.grism.exec.graph.RoleLookupOperator;
import io.grism.exec.graph.Walks;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.SharedSource;
import io.grism.exec.plan.PlanNode.EdgeScanNode;
import io.grism.exec.plan.PlanNode.ElementLookupNode;
import io.grism.exec.plan.PlanNode.ExpandCountNode;
import io.grism.exec.plan.PlanNode.ExpandIntersectNode;
import io.grism.exec.plan.PlanNode.ExpandIntoNode;
import io.grism.exec.plan.PlanNode.ExpandNode;
import io.grism.exec.plan.PlanNode.HyperedgeScanNode;
import io.grism.exec.plan.PlanNode.NodeScanNode;
import io.grism.exec.plan.PlanNode.ReachNode;
import io.grism.exec.plan.PlanNode.RoleExpandNode;
import io.grism.exec.plan.PlanNode.RoleLookupNode;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** The flows of graph nodes. */
final class Graphs {
    private Graphs() {}

    static Flow nodeScan(NodeScanNode node, TaskContext task) {
        String column = node.schema().getFields().get(0).getName();
        return new Flow(
                node, new NodeScanSource(node.graph(), task.snapshot(), node.vertexTables(), column, task.share()));
    }

    static Flow hyperedgeScan(HyperedgeScanNode node, TaskContext task) {
        String column = node.schema().getFields().get(0).getName();
        return new Flow(
                node, new HyperedgeScanSource(node.graph(), task.snapshot(), node.edgeTables(), column, task.share()));
    }

    static Flow edgeScan(EdgeScanNode node, TaskContext task) {
        List<String> columns =
                node.schema().getFields().stream().map(Field::getName).toList();
        return new Flow(
                node, new EdgeScanSource(node.graph(), task.snapshot(), node.edgeTables(), columns, task.share()));
    }

    static Flow expand(ExpandNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        String edge = fields.get(fields.size() - 2).getName();
        String vertex = fields.get(fields.size() - 1).getName();
        return input.then(
                node,
                (rows, context) -> new ExpandOperator(
                        rows,
                        node.graph(),
                        task.snapshot(),
                        node.from(),
                        node.direction(),
                        node.edgeTables(),
                        node.vertexTables(),
                        edge,
                        vertex,
                        context));
    }

    static Flow expandCount(ExpandCountNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        String count = fields.get(fields.size() - 1).getName();
        return input.then(
                node,
                (rows, context) -> new ExpandCountOperator(
                        rows,
                        node.graph(),
                        task.snapshot(),
                        node.from(),
                        node.direction(),
                        node.edgeTables(),
                        node.vertexTables(),
                        count,
                        context));
    }

    /** Starts taken together are searched from once, by the first driver that asks; all take turns to read what is reached. */
    static Flow reach(ReachNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        String vertex = fields.get(fields.size() - 1).getName();
        Walks walks = new Walks(
                node.graph(),
                task.snapshot(),
                node.direction(),
                node.edgeTables(),
                node.least(),
                node.most(),
                node.vertexTables());
        return switch (node.starts()) {
            case EACH ->
                input.then(node, (rows, context) -> new ReachOperator(rows, node.from(), walks, vertex, context));
            case TOGETHER ->
                new Flow(
                        node,
                        new SharedSource(
                                context -> together(
                                        node,
                                        input,
                                        walks,
                                        vertex,
                                        ((Driver.Node) context).driver().alone()),
                                task.threads()));
        };
    }

    private static Operator together(ReachNode node, Flow input, Walks walks, String vertex, Driver driver) {
        Operator rows = input.open(driver);
        try {
            return new ReachTogetherOperator(rows, node.from(), walks, vertex, driver.node(node));
        } catch (Throwable e) {
            Closing.closeAfter(e, rows);
            throw e;
        }
    }

    static Flow expandInto(ExpandIntoNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        String edge = fields.get(fields.size() - 1).getName();
        return input.then(
                node,
                (rows, context) -> new ExpandIntoOperator(
                        rows,
                        node.graph(),
                        task.snapshot(),
                        node.from(),
                        node.to(),
                        node.direction(),
                        node.edgeTables(),
                        edge,
                        context));
    }

    static Flow expandIntersect(ExpandIntersectNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        int width = fields.size() - 3;
        Leg first = new Leg(
                node.first(),
                node.firstDirection(),
                node.firstEdgeTables(),
                fields.get(width).getName());
        Leg second = new Leg(
                node.second(),
                node.secondDirection(),
                node.secondEdgeTables(),
                fields.get(width + 2).getName());
        return input.then(
                node,
                (rows, context) -> new ExpandIntersectOperator(
                        rows,
                        node.graph(),
                        task.snapshot(),
                        first,
                        second,
                        node.vertexTables(),
                        fields.get(width + 1).getName(),
                        context));
    }

    static Flow lookup(ElementLookupNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        List<Field> added = fields.subList(fields.size() - node.properties().size(), fields.size());
        return input.then(
                node,
                (rows, context) -> new ElementLookupOperator(
                        rows, node.graph(), task.snapshot(), node.element(), node.properties(), added, context));
    }

    static Flow roleExpand(RoleExpandNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        String hyperedge = fields.get(fields.size() - 2).getName();
        String player = fields.get(fields.size() - 1).getName();
        return input.then(
                node,
                (rows, context) -> new RoleExpandOperator(
                        rows,
                        node.graph(),
                        task.snapshot(),
                        node.from(),
                        node.entryRoles(),
                        node.edgeTables(),
                        node.exitRoles(),
                        node.vertexTables(),
                        hyperedge,
                        player,
                        context));
    }

    static Flow roleLookup(RoleLookupNode node, Flow input, TaskContext task) {
        List<Field> fields = node.schema().getFields();
        List<Field> added = fields.subList(fields.size() - node.properties().size(), fields.size());
        return input.then(
                node,
                (rows, context) ->
                        new RoleLookupOperator(rows, node.graph(), task.snapshot(), node.properties(), added, context));
    }
}
