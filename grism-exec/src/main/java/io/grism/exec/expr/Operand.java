package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import org.apache.arrow.vector.FieldVector;

/** An argument of a kernel: lends a vector for as long as the kernel reads it. */
interface Operand {
    /** The values for every row of the batch; or one value that stands for all, where the user of the operand takes that. */
    FieldVector borrow(Batch batch);

    /** Ends the loan. */
    void giveBack(FieldVector vector);

    /** A column of the batch. */
    record OfColumn(int index) implements Operand {
        @Override
        public FieldVector borrow(Batch batch) {
            return batch.column(index);
        }

        @Override
        public void giveBack(FieldVector vector) {}
    }

    /** A new vector for each batch. */
    record OfEvaluator(Evaluator evaluator) implements Operand {
        @Override
        public FieldVector borrow(Batch batch) {
            return evaluator.evaluate(batch);
        }

        @Override
        public void giveBack(FieldVector vector) {
            vector.close();
        }
    }
}
