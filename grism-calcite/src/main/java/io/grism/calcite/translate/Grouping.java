package io.grism.calcite.translate;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.plan.PlanNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** An aggregate as a plan node; GROUPING and its kin become a project over the ordinal of the grouping set. */
final class Grouping {
    private static final String SET = "$grouping_set";

    private final PlanTranslator translator;
    private final Aggregate aggregate;
    private final List<Integer> keys;

    Grouping(PlanTranslator translator, Aggregate aggregate) {
        this.translator = translator;
        this.aggregate = aggregate;
        this.keys = aggregate.getGroupSet().asList();
    }

    PlanNode translate() {
        PlanNode input = translator.translate(aggregate.getInput());
        List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
        List<Field> output = new ArrayList<>();
        List<io.grism.exec.operator.AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            output.add(ArrowTypes.field(fields.get(i).getName(), fields.get(i).getType()));
        }
        boolean derived = false;
        AggregateTranslator aggregates = new AggregateTranslator(translator.constants(aggregate.getInput()));
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            AggregateCall call = aggregate.getAggCallList().get(i);
            RelDataTypeField field = fields.get(keys.size() + i);
            if (isDerived(call)) {
                derived = true;
                continue;
            }
            calls.add(aggregates.translate(call));
            output.add(ArrowTypes.field(field.getName(), field.getType()));
        }
        boolean several = aggregate.getGroupType() != Aggregate.Group.SIMPLE;
        if (several) {
            Field set = TypeKind.INTEGER.field(SET);
            output.add(
                    new Field(SET, new org.apache.arrow.vector.types.pojo.FieldType(false, set.getType(), null), null));
        }
        PlanNode node =
                new PlanNode.AggregateNode(translator.id(), new Schema(output), input, keys, groupingSets(), calls);
        return several || derived ? project(node) : node;
    }

    private static boolean isDerived(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.LITERAL_AGG
                || call.getAggregation().getKind() == SqlKind.GROUPING
                || call.getAggregation().equals(SqlStdOperatorTable.GROUPING_ID);
    }

    private List<List<Integer>> groupingSets() {
        List<List<Integer>> sets = new ArrayList<>();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            List<Integer> ordinals = new ArrayList<>();
            for (int key : set) {
                ordinals.add(keys.indexOf(key));
            }
            sets.add(ordinals);
        }
        return sets;
    }

    /** The aggregate's columns as they are asked for: without the set's ordinal, with what GROUPING says of it. */
    private PlanNode project(PlanNode node) {
        List<Expression> expressions = new ArrayList<>();
        int column = 0;
        for (int i = 0; i < keys.size(); i++) {
            expressions.add(
                    new Expression.ColumnRef(column, node.schema().getFields().get(column)));
            column++;
        }
        int set = node.schema().getFields().size() - 1;
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
                expressions.add(translator.rex().translate(call.rexList.get(0)));
            } else if (isDerived(call)) {
                expressions.add(translator.rex().translate(bits(call, set)));
            } else {
                expressions.add(new Expression.ColumnRef(
                        column, node.schema().getFields().get(column)));
                column++;
            }
        }
        return new PlanNode.ProjectNode(translator.id(), PlanTranslator.schema(aggregate), node, expressions);
    }

    /** CASE over the set's ordinal: one bit an argument, set when the set does not have it. */
    private RexNode bits(AggregateCall call, int setColumn) {
        RexBuilder rex = translator.builder();
        List<ImmutableBitSet> sets = aggregate.getGroupSets();
        RelDataType integer = rex.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
        List<RexNode> cases = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            long bits = 0;
            for (int argument : call.getArgList()) {
                bits = bits << 1 | (sets.get(i).get(argument) ? 0 : 1);
            }
            if (i < sets.size() - 1) {
                cases.add(rex.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        rex.makeInputRef(integer, setColumn),
                        rex.makeExactLiteral(BigDecimal.valueOf(i), integer)));
            }
            cases.add(rex.makeExactLiteral(BigDecimal.valueOf(bits), call.getType()));
        }
        return cases.size() == 1 ? cases.get(0) : rex.makeCall(call.getType(), SqlStdOperatorTable.CASE, cases);
    }
}
