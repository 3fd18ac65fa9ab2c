package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.exec.error.GrismException;
import io.grism.parser.SqlTransaction;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** START TRANSACTION, COMMIT and ROLLBACK. */
final class TransactionCommands implements CommandExecutor {
    @Override
    public @Nullable Command prepare(SqlNode statement, StatementContext context) {
        return statement instanceof SqlTransaction transaction && context instanceof SessionContext own
                ? new TransactionCommand(own.session().transactions(), transaction)
                : null;
    }

    private record TransactionCommand(Transactions transactions, SqlTransaction statement) implements Command {
        @Override
        public GrismStatement.Kind kind() {
            return GrismStatement.Kind.DDL;
        }

        @Override
        public Result execute(Execution execution) {
            try {
                switch (statement.action()) {
                    case START -> transactions.start(access());
                    case COMMIT -> transactions.commit();
                    case ROLLBACK -> transactions.rollBack();
                }
                return Result.NONE;
            } catch (GrismException e) {
                throw e.at(SqlErrors.position(statement.getParserPosition()));
            }
        }

        private Transactions.@Nullable Access access() {
            SqlTransaction.Access wanted = statement.access();
            if (wanted == null) {
                return null;
            }
            return wanted == SqlTransaction.Access.READ_ONLY
                    ? Transactions.Access.READ_ONLY
                    : Transactions.Access.READ_WRITE;
        }
    }
}
