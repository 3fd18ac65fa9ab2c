package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What values must fulfil to go into columns of a table: the type, NOT NULL, and the limits of the declared type. */
final class RowChecks {
    /** Vectors fit to be stored, those that had to be made included; closing frees the latter. */
    record Checked(List<FieldVector> vectors, List<FieldVector> made) implements AutoCloseable {
        @Override
        public void close() {
            made.forEach(FieldVector::close);
        }
    }

    private final String what;
    private final TableDefinition definition;
    private final List<Integer> columns;
    private final int offset;
    private final List<@Nullable ColumnLimit> limits = new ArrayList<>();

    private RowChecks(String what, TableDefinition definition, List<Integer> columns, int offset) {
        this.what = what;
        this.definition = definition;
        this.columns = columns;
        this.offset = offset;
        for (int column : columns) {
            limits.add(ColumnLimit.of(
                    TypeKind.of(definition.schema().getFields().get(column)),
                    definition.sqlTypes().get(column)));
        }
    }

    /** Checks of whole rows. */
    static RowChecks ofRows(String verb, TableDefinition definition, List<Field> given) {
        List<Integer> all =
                IntStream.range(0, definition.sqlTypes().size()).boxed().toList();
        return of(verb, definition, all, given, 0);
    }

    /** Checks of a stream of a row position, then values of {@code columns}. */
    static RowChecks ofChanges(String verb, TableDefinition definition, List<Integer> columns, List<Field> given) {
        return of(verb, definition, columns, given, 1);
    }

    private static RowChecks of(
            String verb, TableDefinition definition, List<Integer> columns, List<Field> given, int offset) {
        String what = "Cannot " + verb + " " + definition.name() + ": ";
        if (given.size() != columns.size() + offset) {
            throw new GrismException(
                    ErrorCode.TYPE_MISMATCH,
                    what + (given.size() - offset) + " values a row, but there are " + columns.size() + " columns");
        }
        for (int i = 0; i < columns.size(); i++) {
            Field field = definition.schema().getFields().get(columns.get(i));
            Field other = given.get(i + offset);
            if (!sameType(field, other) && !(other.getType() instanceof ArrowType.Null)) {
                throw new GrismException(
                        ErrorCode.TYPE_MISMATCH,
                        what + "column " + field.getName() + " is "
                                + definition.sqlTypes().get(columns.get(i)) + ", not " + other.getType());
            }
        }
        return new RowChecks(what, definition, columns, offset);
    }

    private static boolean sameType(Field left, Field right) {
        if (!left.getType().equals(right.getType())
                || left.getChildren().size() != right.getChildren().size()) {
            return false;
        }
        for (int i = 0; i < left.getChildren().size(); i++) {
            if (!sameType(left.getChildren().get(i), right.getChildren().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The values to store; the batch must stay open as long as they are used. */
    Checked check(Batch batch) {
        List<FieldVector> vectors = new ArrayList<>();
        List<FieldVector> made = new ArrayList<>();
        try {
            for (int i = 0; i < columns.size(); i++) {
                FieldVector given = batch.column(i + offset);
                FieldVector vector = check(i, given);
                vectors.add(vector);
                if (vector != given) {
                    made.add(vector);
                }
            }
            return new Checked(vectors, made);
        } catch (Throwable e) {
            made.forEach(FieldVector::close);
            throw e;
        }
    }

    private FieldVector check(int index, FieldVector vector) {
        int column = columns.get(index);
        Field field = definition.schema().getFields().get(column);
        boolean required = !field.isNullable() || definition.primaryKey().contains(column);
        if (required && vector.getNullCount() > 0) {
            throw new GrismException(
                    ErrorCode.NOT_NULL_VIOLATION,
                    what + "column " + field.getName() + " is NULL. It is declared "
                            + (field.isNullable() ? "in the primary key" : "NOT NULL"));
        }
        ColumnLimit limit = limits.get(index);
        return limit == null || vector.getNullCount() == vector.getValueCount()
                ? vector
                : limit.apply(what + "column " + field.getName(), vector);
    }
}
