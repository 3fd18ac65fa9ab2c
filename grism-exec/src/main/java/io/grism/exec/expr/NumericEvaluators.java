package io.grism.exec.expr;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.kernel.Arithmetic;
import io.grism.exec.kernel.ArithmeticKernel;
import io.grism.exec.kernel.DecimalKernel;
import io.grism.exec.kernel.NumericKernel;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Evaluators of the functions of numbers. */
final class NumericEvaluators {
    private NumericEvaluators() {}

    static Evaluator arithmetic(
            Arithmetic operation, Operand left, Operand right, Field type, EvaluationContext context) {
        return batch -> {
            FieldVector leftVector = left.borrow(batch);
            try {
                FieldVector rightVector = right.borrow(batch);
                try {
                    return TypeKind.of(type) == TypeKind.DECIMAL
                            ? DecimalKernel.apply(
                                    operation, leftVector, rightVector, batch.rowCount(), type, context.allocator())
                            : ArithmeticKernel.apply(
                                    operation, leftVector, rightVector, batch.rowCount(), type, context.allocator());
                } finally {
                    right.giveBack(rightVector);
                }
            } finally {
                left.giveBack(leftVector);
            }
        };
    }

    static Evaluator negate(Operand operand, Field type, EvaluationContext context) {
        return batch -> {
            FieldVector vector = operand.borrow(batch);
            try {
                return NumericKernel.negate(vector, batch.rowCount(), type, context.allocator());
            } finally {
                operand.giveBack(vector);
            }
        };
    }

    static Evaluator widen(Operand operand, Field type, EvaluationContext context) {
        return batch -> {
            FieldVector vector = operand.borrow(batch);
            try {
                return TypeKind.of(type) == TypeKind.DECIMAL
                        ? DecimalKernel.widen(vector, batch.rowCount(), type, context.allocator())
                        : NumericKernel.widen(vector, batch.rowCount(), type, context.allocator());
            } finally {
                operand.giveBack(vector);
            }
        };
    }
}
