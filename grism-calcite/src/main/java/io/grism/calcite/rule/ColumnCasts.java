package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/** Casts the columns of an input whose values look different from what is wanted. */
final class ColumnCasts {
    private ColumnCasts() {}

    /** The input with columns of the wanted types, nullability aside; the input itself when they are. */
    static RelNode cast(RelNode input, RelDataType wanted) {
        RexBuilder builder = input.getCluster().getRexBuilder();
        RelDataTypeFactory types = builder.getTypeFactory();
        List<RexNode> projects = new ArrayList<>();
        boolean changed = false;
        List<RelDataTypeField> fields = input.getRowType().getFieldList();
        for (int i = 0; i < fields.size(); i++) {
            RelDataType have = fields.get(i).getType();
            RelDataType want = wanted.getFieldList().get(i).getType();
            RexNode column = builder.makeInputRef(input, i);
            if (!JoinKeyTypes.match(have, want) && !have.equals(want)) {
                column = builder.makeAbstractCast(
                        types.createTypeWithNullability(want, have.isNullable()), column, false);
                changed = true;
            }
            projects.add(column);
        }
        return changed ? LogicalProject.create(input, List.of(), projects, wanted.getFieldNames(), Set.of()) : input;
    }
}
