package io.grism.calcite.validate;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** A namespace that knows its row type by itself. */
abstract class FixedNamespace implements SqlValidatorNamespace {
    private final SqlValidator validator;
    private @Nullable RelDataType forced;

    FixedNamespace(SqlValidator validator) {
        this.validator = validator;
    }

    /** The columns. */
    abstract RelDataType ownRowType();

    @Override
    public SqlValidator getValidator() {
        return validator;
    }

    @Override
    public @Nullable SqlValidatorTable getTable() {
        return null;
    }

    @Override
    public RelDataType getRowType() {
        return ownRowType();
    }

    @Override
    public RelDataType getType() {
        return forced == null ? ownRowType() : forced;
    }

    @Override
    public void setType(RelDataType type) {
        forced = type;
    }

    @Override
    public RelDataType getRowTypeSansSystemColumns() {
        return ownRowType();
    }

    @Override
    public void validate(RelDataType targetRowType) {
        ownRowType();
    }

    @Override
    public @Nullable SqlNode getNode() {
        return null;
    }

    @Override
    public @Nullable SqlNode getEnclosingNode() {
        return getNode();
    }

    @Override
    public @Nullable SqlValidatorNamespace lookupChild(String name) {
        RelDataTypeField field = field(name);
        if (field == null) {
            return null;
        }
        return new FixedNamespace(validator) {
            @Override
            RelDataType ownRowType() {
                return field.getType();
            }
        };
    }

    @Override
    public @Nullable RelDataTypeField field(String name) {
        return validator.getCatalogReader().nameMatcher().field(ownRowType(), name);
    }

    @Override
    public List<Pair<SqlNode, SqlMonotonicity>> getMonotonicExprs() {
        return ImmutableList.of();
    }

    @Override
    public SqlMonotonicity getMonotonicity(String columnName) {
        return SqlMonotonicity.NOT_MONOTONIC;
    }

    @Deprecated
    @Override
    public void makeNullable() {}

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public SqlValidatorNamespace resolve() {
        return this;
    }

    @Override
    public boolean supportsModality(SqlModality modality) {
        return modality == SqlModality.RELATION;
    }
}
