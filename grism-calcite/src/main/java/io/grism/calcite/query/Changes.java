package io.grism.calcite.query;

import io.grism.exec.storage.Store;
import io.grism.exec.storage.WriteTransaction;

/** Changes of a statement as one transaction: all of them are seen, or none. */
final class Changes {
    private Changes() {}

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Change {
        Command.Result apply(WriteTransaction transaction);
    }

    static Command.Result apply(Store store, Change change) {
        try (WriteTransaction transaction = store.begin()) {
            Command.Result result = change.apply(transaction);
            transaction.commit();
            return result;
        }
    }
}
