package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.Masks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions made of conditions, in three-valued logic. A later operand sees only the rows that the earlier ones leave open. */
final class Logic {
    private static final long[] NONE = {};

    private Logic() {}

    /** AND: a row stays open until an operand is FALSE. */
    static final class And implements Condition {
        private final List<Condition> operands;
        private long[] open = NONE;
        private long[] trueOnes = NONE;
        private long[] falseOnes = NONE;

        And(List<Condition> operands) {
            this.operands = List.copyOf(operands);
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            if (falses == null) {
                Masks.copy(active, trues, rows);
                for (Condition operand : operands) {
                    operand.decide(batch, trues, trues, null);
                }
                return;
            }
            open = Masks.ensure(open, rows);
            trueOnes = Masks.ensure(trueOnes, rows);
            falseOnes = Masks.ensure(falseOnes, rows);
            Masks.copy(active, open, rows);
            Masks.copy(active, trues, rows);
            Masks.clear(falses, rows);
            for (Condition operand : operands) {
                operand.decide(batch, open, trueOnes, falseOnes);
                Masks.and(trues, trueOnes, rows);
                Masks.or(falses, falseOnes, rows);
                Masks.andNot(open, falseOnes, rows);
            }
        }
    }

    /** OR: a row stays open until an operand is TRUE. */
    static final class Or implements Condition {
        private final List<Condition> operands;
        private long[] open = NONE;
        private long[] trueOnes = NONE;
        private long[] falseOnes = NONE;

        Or(List<Condition> operands) {
            this.operands = List.copyOf(operands);
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            open = Masks.ensure(open, rows);
            trueOnes = Masks.ensure(trueOnes, rows);
            Masks.copy(active, open, rows);
            if (falses != null) {
                falseOnes = Masks.ensure(falseOnes, rows);
                Masks.copy(active, falses, rows);
            }
            Masks.clear(trues, rows);
            for (Condition operand : operands) {
                operand.decide(batch, open, trueOnes, falses == null ? null : falseOnes);
                Masks.or(trues, trueOnes, rows);
                Masks.andNot(open, trueOnes, rows);
                if (falses != null) {
                    Masks.and(falses, falseOnes, rows);
                }
            }
        }
    }

    /** NOT. */
    static final class Not implements Condition {
        private final Condition operand;
        private long[] trueOnes = NONE;
        private long[] falseOnes = NONE;

        Not(Condition operand) {
            this.operand = operand;
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            trueOnes = Masks.ensure(trueOnes, rows);
            falseOnes = Masks.ensure(falseOnes, rows);
            operand.decide(batch, active, trueOnes, falseOnes);
            Masks.copy(falseOnes, trues, rows);
            if (falses != null) {
                Masks.copy(trueOnes, falses, rows);
            }
        }
    }

    /** What a test of a truth value asks for. */
    enum Wanted {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** IS TRUE, IS FALSE, IS UNKNOWN: never UNKNOWN itself. */
    static final class Is implements Condition {
        private final Wanted wanted;
        private final Condition operand;
        private long[] trueOnes = NONE;
        private long[] falseOnes = NONE;

        Is(Wanted wanted, Condition operand) {
            this.wanted = wanted;
            this.operand = operand;
        }

        @Override
        public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
            int rows = batch.rowCount();
            trueOnes = Masks.ensure(trueOnes, rows);
            if (wanted == Wanted.TRUE) {
                operand.decide(batch, active, trueOnes, null);
            } else {
                falseOnes = Masks.ensure(falseOnes, rows);
                operand.decide(batch, active, trueOnes, falseOnes);
                if (wanted == Wanted.FALSE) {
                    Masks.copy(falseOnes, trueOnes, rows);
                } else {
                    Masks.or(falseOnes, trueOnes, rows);
                    Masks.copy(active, trueOnes, rows);
                    Masks.andNot(trueOnes, falseOnes, rows);
                }
            }
            if (falses != null) {
                Masks.copy(active, falses, rows);
                Masks.andNot(falses, trueOnes, rows);
            }
            Masks.copy(trueOnes, trues, rows);
        }
    }
}
