package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Rows in the place of those of another rel, each for as many of them as a column tells.
 *
 * @param places where the columns of the other rel are now, -1 for one that is gone
 * @param count the column with the number, or -1 when each row stands for one, or the number does not matter
 */
record Counted(RelNode rel, List<Integer> places, int count) {
    Counted {
        places = List.copyOf(places);
    }

    /** A rel in its own place. */
    static Counted same(RelNode rel) {
        return new Counted(
                rel,
                IntStream.range(0, rel.getRowType().getFieldCount()).boxed().toList(),
                -1);
    }

    /** The same rows under an operator that keeps their columns and adds some. */
    Counted under(RelNode operator) {
        List<Integer> moved = new ArrayList<>(places);
        for (int column = width(rel); column < width(operator); column++) {
            moved.add(column);
        }
        return new Counted(operator, moved, count);
    }

    /** The same rows under an operator that keeps their columns, and whose own are of no use. */
    Counted times(RelNode operator, int added) {
        List<Integer> moved = new ArrayList<>(places);
        moved.addAll(Collections.nCopies(added, -1));
        return new Counted(operator, moved, count);
    }

    /** The places of these columns and of those of another rel, in a row that has both. */
    Counted beside(Counted right) {
        List<Integer> both = new ArrayList<>(places);
        right.places.forEach(place -> both.add(place < 0 ? -1 : width(rel) + place));
        return new Counted(rel, both, count);
    }

    int place(int column) {
        int place = places.get(column);
        if (place < 0) {
            throw new IllegalArgumentException("column " + column + " is gone");
        }
        return place;
    }

    ImmutableBitSet places(ImmutableBitSet columns) {
        return ImmutableBitSet.of(columns.asList().stream().map(this::place).toList());
    }

    RexNode moved(RexNode node) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(place(ref.getIndex()), ref.getType());
            }
        });
    }

    /** The number of rows that a row stands for. */
    RexNode number() {
        RexBuilder rex = rel.getCluster().getRexBuilder();
        return count >= 0
                ? rex.makeInputRef(rel, count)
                : rex.makeLiteral(1L, rel.getCluster().getTypeFactory().createSqlType(SqlTypeName.BIGINT), false);
    }

    /** Each row for as many times more as another column tells. */
    Counted multiplied(int factor) {
        if (count < 0) {
            return new Counted(rel, places, factor);
        }
        RexBuilder rex = rel.getCluster().getRexBuilder();
        RexNode product = rex.makeCall(SqlStdOperatorTable.CHECKED_MULTIPLY, number(), rex.makeInputRef(rel, factor));
        return columns(
                ImmutableBitSet.of(places.stream().filter(place -> place >= 0).toList()), product);
    }

    /** Only some columns of the rel, which keep their order, and behind them the number. */
    private Counted columns(ImmutableBitSet kept, RexNode number) {
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int place : kept) {
            columns.add(RexInputRef.of(place, rel.getRowType()));
            names.add(rel.getRowType().getFieldNames().get(place));
        }
        columns.add(number);
        names.add("$count");
        return new Counted(project(rel, columns, names), packed(kept), kept.cardinality());
    }

    /** The places of columns when only some of the rel's are left. */
    List<Integer> packed(ImmutableBitSet kept) {
        return places.stream()
                .map(place -> place >= 0 && kept.get(place) ? kept.indexOf(place) : -1)
                .toList();
    }

    static RelNode project(RelNode rel, List<RexNode> columns, List<String> names) {
        return LogicalProject.create(rel, List.of(), columns, SqlValidatorUtil.uniquify(names, true), Set.of());
    }

    static int width(RelNode rel) {
        return rel.getRowType().getFieldCount();
    }
}
