package io.grism.jdbc;

import java.math.BigDecimal;

/** A decimal that prints as SQL writes it, 0.0000001 and not 1E-7: tools show what {@code toString} gives. */
final class PlainDecimal extends BigDecimal {
    private static final long serialVersionUID = 1;

    PlainDecimal(BigDecimal value) {
        super(value.unscaledValue(), value.scale());
    }

    @Override
    public String toString() {
        return toPlainString();
    }
}
