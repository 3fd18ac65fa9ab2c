package io.grism.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** The predicates on graph elements that are no functions. The left operand is a variable. */
public final class SqlGraphPredicates {
    /** {@code x IS LABELED label}. */
    public static final SqlOperator IS_LABELED = new Predicate("IS LABELED");

    public static final SqlOperator IS_NOT_LABELED = new Predicate("IS NOT LABELED");
    /** {@code v IS SOURCE OF e}. */
    public static final SqlOperator IS_SOURCE_OF = new Predicate("IS SOURCE OF");

    public static final SqlOperator IS_NOT_SOURCE_OF = new Predicate("IS NOT SOURCE OF");
    /** {@code v IS DESTINATION OF e}. */
    public static final SqlOperator IS_DESTINATION_OF = new Predicate("IS DESTINATION OF");

    public static final SqlOperator IS_NOT_DESTINATION_OF = new Predicate("IS NOT DESTINATION OF");

    /** {@code v IS ROLE r OF h}; the right operand is a compound identifier: the role, then the variable. */
    public static final SqlOperator IS_ROLE_OF = new Predicate("IS ROLE");

    public static final SqlOperator IS_NOT_ROLE_OF = new Predicate("IS NOT ROLE");

    private SqlGraphPredicates() {}

    /** Binds as IS NULL does. */
    private static final class Predicate extends SqlBinaryOperator {
        Predicate(String name) {
            super(name, SqlKind.OTHER, 28, true, ReturnTypes.BOOLEAN, null, OperandTypes.ANY_ANY);
        }

        @Override
        public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
            call.operand(0).unparse(writer, leftPrec, getLeftPrec());
            writer.keyword(getName());
            if (getName().endsWith("LABELED")) {
                SqlLabelExpression.unparse(writer, call.operand(1));
            } else if (getName().endsWith("ROLE")) {
                SqlIdentifier right = call.operand(1);
                right.getComponent(0).unparse(writer, 0, 0);
                writer.keyword("OF");
                right.getComponent(1).unparse(writer, 0, 0);
            } else {
                call.operand(1).unparse(writer, 0, 0);
            }
        }
    }
}
