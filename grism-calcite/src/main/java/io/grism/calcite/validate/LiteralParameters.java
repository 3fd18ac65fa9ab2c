package io.grism.calcite.validate;

import io.grism.calcite.type.GrismTypeSystem;
import io.grism.parser.SqlTemplate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * The literals of one query that become parameters of its plan, so that the plan serves other literals too. The query is validated with its literals, hence types, names and
 * errors are theirs; where a free literal ({@link FreeLiterals}) is converted, a parameter of the type that the literal has got takes its place, numbered behind the query's own
 * parameters.
 */
public final class LiteralParameters {
    private final List<SqlTemplate.Literal> literals;
    private final boolean[] free;
    private final int[] asLiteral;
    private final @Nullable RelDataType[] types;
    private int first;

    /** For a query as parsed and the literals of its text. */
    public LiteralParameters(SqlNode query, List<SqlTemplate.Literal> literals) {
        this.literals = literals;
        this.free = FreeLiterals.of(query, literals);
        this.asLiteral = new int[literals.size()];
        this.types = new RelDataType[literals.size()];
    }

    /** Tells the number of the query's own parameters, before it is converted. */
    public void startAt(int parameters) {
        first = parameters;
    }

    /** Notes that a literal has been converted to a constant. */
    void converted(SqlLiteral literal) {
        int number = number(literal);
        if (number >= 0) {
            asLiteral[number]++;
        }
    }

    /** The number of the free literal that an operand is, or that the validator has cast to what it is compared with; or -1. */
    private int number(SqlNode operand) {
        SqlNode node = operand;
        while (node.getKind() == SqlKind.CAST) {
            node = ((SqlCall) node).operand(0);
        }
        int number = node instanceof SqlLiteral literal ? FreeLiterals.indexOf(literal, literals) : -1;
        return number >= 0 && free[number] ? number : -1;
    }

    /** The converted call, with a parameter for a free literal. */
    RexNode replace(SqlCall call, RexNode converted, RexBuilder builder) {
        if (!(converted instanceof RexCall comparison)
                || call.getKind() != SqlKind.EQUALS && call.getKind() != SqlKind.NOT_EQUALS
                || comparison.getKind() != call.getKind()) {
            return converted;
        }
        for (int i = 0; i < 2; i++) {
            int number = number(call.operand(i));
            RexNode other = comparison.getOperands().get(1 - i);
            if (number < 0
                    || other instanceof RexLiteral
                    || !(comparison.getOperands().get(i) instanceof RexLiteral constant)
                    || !holdsAny(constant.getType())
                    || !constant.equals(constant(literals.get(number), constant.getType(), builder))) {
                continue;
            }
            RelDataType type = comparedAs(constant.getType(), other, builder.getTypeFactory());
            if (constant(literals.get(number), type, builder) == null
                    || types[number] != null && !types[number].equals(type)) {
                continue;
            }
            asLiteral[number]--;
            types[number] = type;
            List<RexNode> operands = new ArrayList<>(comparison.getOperands());
            operands.set(i, builder.makeDynamicParam(type, first + number));
            return comparison.clone(comparison.getType(), operands);
        }
        return converted;
    }

    /** Whether a type that a literal is compared in holds all literals of the same type: not when its digits may have been cut. */
    private static boolean holdsAny(RelDataType type) {
        return type.getSqlTypeName() != SqlTypeName.DECIMAL
                || type.getPrecision() < GrismTypeSystem.MAX_DECIMAL_PRECISION;
    }

    /** A string compared with a column of strings needs no length. */
    private static RelDataType comparedAs(RelDataType own, RexNode other, RelDataTypeFactory types) {
        return SqlTypeUtil.inCharFamily(own)
                        && other instanceof RexInputRef
                        && other.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                ? types.createSqlType(SqlTypeName.VARCHAR)
                : own;
    }

    /** The literal as a constant of a type that it is compared in; null if it is none. */
    public static @Nullable RexLiteral constant(SqlTemplate.Literal literal, RelDataType type, RexBuilder builder) {
        SqlLiteral node = literal.node();
        RexNode own = literal.isString()
                ? builder.makeCharLiteral(node.getValueAs(NlsString.class))
                : builder.makeExactLiteral(
                        node.getValueAs(BigDecimal.class), node.createSqlType(builder.getTypeFactory()));
        RexNode cast = own.getType().equals(type) ? own : builder.makeCast(type, own);
        return cast instanceof RexLiteral constant && !constant.isNull() ? constant : null;
    }

    /** For each literal the type of the parameter that stands for it in the plan, or null; once the query is converted. */
    public List<@Nullable RelDataType> types() {
        return new ArrayList<>(Arrays.asList(types));
    }

    /**
     * For each literal whether the plan holds for other values of it too. Not for one that is also converted in another way; and for none when a free literal was never met, since
     * an equal expression was taken for its own.
     */
    public List<Boolean> shared() {
        List<Boolean> result = new ArrayList<>();
        boolean allMet = true;
        for (int i = 0; i < types.length; i++) {
            allMet &= !free[i] || types[i] != null || asLiteral[i] > 0;
            result.add(types[i] != null && asLiteral[i] == 0);
        }
        return allMet ? result : Collections.nCopies(types.length, false);
    }

    /** Puts the literals back where parameters stand for them. */
    public RexShuttle inline(RexBuilder builder) {
        return new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(RexDynamicParam parameter) {
                int number = parameter.getIndex() - first;
                return number < 0
                        ? parameter
                        : Objects.requireNonNull(constant(literals.get(number), parameter.getType(), builder));
            }
        };
    }
}
