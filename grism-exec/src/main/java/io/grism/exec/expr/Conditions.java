package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.CompareConstant;
import io.grism.exec.kernel.CompareVectors;
import io.grism.exec.kernel.Comparison;
import io.grism.exec.kernel.Masks;
import io.grism.exec.kernel.TextPattern;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Conditions over values: comparisons, tests for NULL, BOOLEAN values. */
final class Conditions {
    private static final long[] NONE = {};

    private Conditions() {}

    /** The result where {@code active} was narrowed to the rows that are not UNKNOWN and then to {@code trues}. */
    private static void complement(long[] decided, long[] trues, int rows) {
        Masks.andNot(decided, trues, rows);
    }

    /** A value that is the same for all rows. */
    static final class OfConstant implements Condition {
        private final Constant constant;

        OfConstant(Constant constant) {
            this.constant = constant;
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            Object value = constant.value();
            decideAll(value == null ? null : (Boolean) value, batch.rowCount(), active, trues, falses);
        }
    }

    static void decideAll(@Nullable Boolean value, int rows, long[] active, long[] trues, long @Nullable [] falses) {
        if (falses != null) {
            if (value != null && !value) {
                Masks.copy(active, falses, rows);
            } else {
                Masks.clear(falses, rows);
            }
        }
        if (value != null && value) {
            Masks.copy(active, trues, rows);
        } else {
            Masks.clear(trues, rows);
        }
    }

    /** A BOOLEAN vector. */
    record OfVector(Operand operand) implements Condition {
        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            FieldVector vector = operand.borrow(batch);
            try {
                Masks.copy(active, trues, rows);
                Masks.keepValid(vector, rows, trues);
                if (falses != null) {
                    Masks.copy(trues, falses, rows);
                }
                Masks.keepTrue(vector, rows, trues);
            } finally {
                operand.giveBack(vector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }

    /** A comparison with a value that is the same for all rows. */
    record WithConstant(Comparison comparison, Operand operand, Constant constant) implements Condition {
        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            Object value = constant.value();
            FieldVector vector = operand.borrow(batch);
            try {
                if (value == null) {
                    decideAll(null, rows, active, trues, falses);
                    return;
                }
                Masks.copy(active, trues, rows);
                Masks.keepValid(vector, rows, trues);
                if (falses != null) {
                    Masks.copy(trues, falses, rows);
                }
                CompareConstant.keep(comparison, vector, value, rows, trues);
            } finally {
                operand.giveBack(vector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }

    /** A text that matches a pattern which is the same for all rows. */
    static final class Matches implements Condition {
        private final Operand operand;
        private final Constant constant;
        private final java.util.function.Function<String, TextPattern> compiler;
        private @Nullable TextPattern last;

        Matches(Operand operand, Constant constant, java.util.function.Function<String, TextPattern> compiler) {
            this.operand = operand;
            this.constant = constant;
            this.compiler = compiler;
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            String pattern = (String) constant.value();
            FieldVector vector = operand.borrow(batch);
            try {
                if (pattern == null) {
                    decideAll(null, rows, active, trues, falses);
                    return;
                }
                TextPattern known = last;
                if (known == null || !known.text().equals(pattern)) {
                    known = compiler.apply(pattern);
                    last = known;
                }
                Masks.copy(active, trues, rows);
                Masks.keepValid(vector, rows, trues);
                if (falses != null) {
                    Masks.copy(trues, falses, rows);
                }
                known.keep(vector, rows, trues);
            } finally {
                operand.giveBack(vector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }

    /** A comparison of two values of each row. */
    record OfVectors(Comparison comparison, Operand left, Operand right) implements Condition {
        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            FieldVector leftVector = left.borrow(batch);
            try {
                FieldVector rightVector = right.borrow(batch);
                try {
                    Masks.copy(active, trues, rows);
                    Masks.keepValid(leftVector, rows, trues);
                    Masks.keepValid(rightVector, rows, trues);
                    if (falses != null) {
                        Masks.copy(trues, falses, rows);
                    }
                    CompareVectors.keep(comparison, leftVector, rightVector, rows, trues);
                } finally {
                    right.giveBack(rightVector);
                }
            } finally {
                left.giveBack(leftVector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }

    /** IS NOT DISTINCT FROM with a value that is the same for all rows. */
    record SameAsConstant(Operand operand, Constant constant) implements Condition {
        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            if (falses != null) {
                Masks.copy(active, falses, rows);
            }
            Object value = constant.value();
            FieldVector vector = operand.borrow(batch);
            try {
                Masks.copy(active, trues, rows);
                if (value == null) {
                    Masks.keepNull(vector, rows, trues);
                } else {
                    Masks.keepValid(vector, rows, trues);
                    CompareConstant.keep(Comparison.EQUAL, vector, value, rows, trues);
                }
            } finally {
                operand.giveBack(vector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }

    /** IS NOT DISTINCT FROM. */
    static final class Same implements Condition {
        private final Operand left;
        private final Operand right;
        private long[] nulls = NONE;

        Same(Operand left, Operand right) {
            this.left = left;
            this.right = right;
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            if (falses != null) {
                Masks.copy(active, falses, rows);
            }
            FieldVector leftVector = left.borrow(batch);
            try {
                FieldVector rightVector = right.borrow(batch);
                try {
                    nulls = Masks.ensure(nulls, rows);
                    Masks.copy(active, nulls, rows);
                    Masks.keepNull(leftVector, rows, nulls);
                    Masks.keepNull(rightVector, rows, nulls);
                    Masks.copy(active, trues, rows);
                    Masks.keepValid(leftVector, rows, trues);
                    Masks.keepValid(rightVector, rows, trues);
                    CompareVectors.keep(Comparison.EQUAL, leftVector, rightVector, rows, trues);
                    Masks.or(trues, nulls, rows);
                } finally {
                    right.giveBack(rightVector);
                }
            } finally {
                left.giveBack(leftVector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }

    /** IS NULL. */
    record IsNull(Operand operand) implements Condition {
        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            if (falses != null) {
                Masks.copy(active, falses, rows);
            }
            FieldVector vector = operand.borrow(batch);
            try {
                Masks.copy(active, trues, rows);
                Masks.keepNull(vector, rows, trues);
            } finally {
                operand.giveBack(vector);
            }
            if (falses != null) {
                complement(falses, trues, rows);
            }
        }
    }
}
