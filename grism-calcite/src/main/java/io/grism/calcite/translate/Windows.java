package io.grism.calcite.translate;

import io.grism.calcite.rel.GrismWindow;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.WindowFrame;
import io.grism.exec.operator.WindowFrame.Bound;
import io.grism.exec.operator.WindowFrame.BoundKind;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.jspecify.annotations.Nullable;

/** A window rel as a plan node. Its constants become columns of the input, and are dropped again above. */
final class Windows {
    private final PlanTranslator translator;
    private final GrismWindow window;
    private final int inputColumns;

    Windows(PlanTranslator translator, GrismWindow window) {
        this.translator = translator;
        this.window = window;
        this.inputColumns = window.getInput().getRowType().getFieldCount();
    }

    PlanNode translate() {
        PlanNode input = withConstants(translator.translate(window.getInput()));
        List<RelDataTypeField> fields = window.getRowType().getFieldList();
        List<Field> output = new ArrayList<>(input.schema().getFields());
        List<PlanNode.WindowGroup> groups = new ArrayList<>();
        int column = inputColumns;
        AggregateTranslator aggregates = new AggregateTranslator(
                index -> index < inputColumns ? null : window.constants.get(index - inputColumns));
        for (Window.Group group : window.groups) {
            List<AggregateCall> calls = new ArrayList<>();
            for (Window.RexWinAggCall call : group.aggCalls) {
                RelDataTypeField field = fields.get(column++);
                calls.add(aggregates.translate(call));
                output.add(ArrowTypes.field(field.getName(), field.getType()));
            }
            groups.add(new PlanNode.WindowGroup(
                    group.keys.asList(), AggregateTranslator.keys(group.orderKeys), frame(group), calls));
        }
        PlanNode node = new PlanNode.WindowNode(translator.id(), new Schema(output), input, groups);
        return window.constants.isEmpty() ? node : withoutConstants(node);
    }

    private PlanNode withConstants(PlanNode input) {
        if (window.constants.isEmpty()) {
            return input;
        }
        List<Field> fields = new ArrayList<>(input.schema().getFields());
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            expressions.add(new Expression.ColumnRef(i, fields.get(i)));
        }
        for (RexLiteral constant : window.constants) {
            Expression literal = translator.rex().translate(constant);
            expressions.add(literal);
            Field type = literal.type();
            fields.add(new Field("$constant" + fields.size(), type.getFieldType(), type.getChildren()));
        }
        return new PlanNode.ProjectNode(translator.id(), new Schema(fields), input, expressions);
    }

    private PlanNode withoutConstants(PlanNode node) {
        List<Field> have = node.schema().getFields();
        List<Field> fields = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < have.size(); i++) {
            if (i < inputColumns || i >= inputColumns + window.constants.size()) {
                fields.add(have.get(i));
                expressions.add(new Expression.ColumnRef(i, have.get(i)));
            }
        }
        return new PlanNode.ProjectNode(translator.id(), new Schema(fields), node, expressions);
    }

    private WindowFrame frame(Window.Group group) {
        return new WindowFrame(
                group.isRows ? WindowFrame.Unit.ROWS : WindowFrame.Unit.RANGE,
                bound(group.lowerBound),
                bound(group.upperBound),
                exclusion(group.exclude));
    }

    private static Bound bound(RexWindowBound bound) {
        if (bound.isCurrentRow()) {
            return new Bound(BoundKind.CURRENT_ROW, -1);
        }
        if (bound.isUnbounded()) {
            return new Bound(bound.isPreceding() ? BoundKind.UNBOUNDED_PRECEDING : BoundKind.UNBOUNDED_FOLLOWING, -1);
        }
        RexNode offset = bound.getOffset();
        if (!(offset instanceof RexInputRef ref)) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED, "Cannot use a window frame with offset: " + offset + ". Use a constant.");
        }
        return new Bound(bound.isPreceding() ? BoundKind.PRECEDING : BoundKind.FOLLOWING, ref.getIndex());
    }

    private static WindowFrame.Exclusion exclusion(@Nullable RexWindowExclusion exclusion) {
        if (exclusion == null) {
            return WindowFrame.Exclusion.NO_OTHERS;
        }
        return switch (exclusion) {
            case EXCLUDE_NO_OTHER -> WindowFrame.Exclusion.NO_OTHERS;
            case EXCLUDE_CURRENT_ROW -> WindowFrame.Exclusion.CURRENT_ROW;
            case EXCLUDE_GROUP -> WindowFrame.Exclusion.GROUP;
            case EXCLUDE_TIES -> WindowFrame.Exclusion.TIES;
        };
    }
}
