package io.grism.parquet;

/** A value that the wanted type cannot hold; the reader adds file, row and column. */
final class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message);
    }
}
