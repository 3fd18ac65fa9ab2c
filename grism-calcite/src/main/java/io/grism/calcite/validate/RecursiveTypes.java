package io.grism.calcite.validate;

import io.grism.calcite.type.AssignmentCoercion;
import io.grism.exec.error.ErrorCode;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Implicit casts that leave the types of a recursive query alone: its first part gives its columns their types, so that each round reads what the one before
 * wrote. A later part whose values do not fit is an error, where a cast would change what is read or cut what is written.
 */
public final class RecursiveTypes extends AssignmentCoercion {
    private final IdentityHashMap<SqlNode, SqlWithItem> firstParts = new IdentityHashMap<>();

    public RecursiveTypes(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    /** Finds the recursive queries of a statement, before it is validated. */
    void collect(SqlNode statement) {
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
                    SqlNode query = query(item);
                    if (query.getKind() == SqlKind.UNION
                            && refersTo(((SqlCall) query).operand(1), item.name.getSimple())) {
                        firstParts.put(((SqlCall) query).operand(0), item);
                    }
                }
                return super.visit(call);
            }
        });
    }

    private static SqlNode query(SqlWithItem item) {
        SqlNode query = item.query;
        while (query instanceof SqlWith with) {
            query = with.body;
        }
        return query;
    }

    @Override
    public boolean rowTypeCoercion(
            @Nullable SqlValidatorScope scope, SqlNode query, int columnIndex, RelDataType targetType) {
        SqlWithItem item = firstParts.get(query);
        if (item != null) {
            RelDataTypeField column = column(query, columnIndex);
            if (!SqlTypeUtil.equalSansNullability(factory, column.getType(), targetType)) {
                throw mismatch(item, column);
            }
        }
        return super.rowTypeCoercion(scope, query, columnIndex, targetType);
    }

    private RuntimeException mismatch(SqlWithItem item, RelDataTypeField column) {
        SqlNode later = ((SqlCall) query(item)).operand(1);
        int index = column.getIndex();
        String name = item.columnList == null
                ? column.getName()
                : item.columnList.get(index).toString();
        return GraphErrors.error(
                ErrorCode.TYPE_MISMATCH,
                "Cannot store " + column(later, index).getType() + " in column " + name + " of the recursive query "
                        + item.name.getSimple() + ": its first part makes it " + column.getType()
                        + ". Cast it there to a type that holds both.",
                later instanceof SqlSelect select
                                && index < select.getSelectList().size()
                        ? select.getSelectList().get(index)
                        : later);
    }

    private RelDataTypeField column(SqlNode query, int index) {
        return Objects.requireNonNull(validator.getNamespace(query))
                .getRowType()
                .getFieldList()
                .get(index);
    }

    private static boolean refersTo(SqlNode query, String name) {
        try {
            query.accept(new SqlBasicVisitor<Void>() {
                @Override
                public Void visit(SqlIdentifier identifier) {
                    if (identifier.isSimple() && identifier.getSimple().equalsIgnoreCase(name)) {
                        throw new Util.FoundOne(identifier);
                    }
                    return super.visit(identifier);
                }
            });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }
}
