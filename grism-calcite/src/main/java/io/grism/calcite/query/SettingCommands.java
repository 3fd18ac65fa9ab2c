package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.jspecify.annotations.Nullable;

/** SET name = value, RESET name, RESET ALL, and SET schema = name. */
final class SettingCommands implements CommandExecutor {
    @Override
    public @Nullable Command prepare(SqlNode statement, StatementContext context) {
        if (!(statement instanceof SqlSetOption option) || !(context instanceof SessionContext own)) {
            return null;
        }
        String name = name(option.name());
        SqlNode value = option.getValue();
        return new SetCommand(
                own.session(),
                name,
                value == null ? null : text(value),
                SqlErrors.position(option.name().getParserPosition()));
    }

    private static String name(SqlNode node) {
        return node instanceof SqlIdentifier identifier ? String.join(".", identifier.names) : node.toString();
    }

    private static String text(SqlNode value) {
        if (value instanceof SqlCharStringLiteral literal) {
            return literal.getValueAs(String.class);
        }
        if (value instanceof SqlUnknownLiteral literal) {
            return literal.tag + " '" + literal.getValueAs(String.class) + "'";
        }
        return value instanceof SqlLiteral literal ? String.valueOf(literal.toValue()) : name(value);
    }

    private record SetCommand(Session session, String name, @Nullable String value, SourcePosition position)
            implements Command {
        @Override
        public GrismStatement.Kind kind() {
            return GrismStatement.Kind.DDL;
        }

        @Override
        public Result execute(Execution execution) {
            try {
                apply();
                return Result.NONE;
            } catch (GrismException e) {
                throw e.at(position);
            }
        }

        private void apply() {
            if (name.equalsIgnoreCase("schema")) {
                session.setCurrentSchema(value == null ? Session.DEFAULT_SCHEMA : value);
            } else if (value != null) {
                session.set(name, value);
            } else if (name.equalsIgnoreCase("all")) {
                Map<String, String> all = session.settings();
                List.copyOf(all.keySet()).forEach(session::reset);
            } else {
                session.reset(name);
            }
        }
    }
}
