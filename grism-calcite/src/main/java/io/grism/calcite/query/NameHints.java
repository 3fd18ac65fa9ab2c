package io.grism.calcite.query;

import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import io.grism.exec.storage.ObjectName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Adds "did you mean" to the validator's errors about names, from the names that the statement could have used. */
final class NameHints {
    private static final Pattern OBJECT = Pattern.compile("Object '(.*?)' not found");
    private static final Pattern INSIDE = Pattern.compile("Object '(.*?)' not found within '(.*?)'");
    private static final Pattern COLUMN = Pattern.compile(
            "(?:Column '(.*?)' not found in (?:any table|table '.*')|Unknown target column '(.*)')", Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile("No match found for function signature (\\w+)\\(.*", Pattern.DOTALL);

    private final SnapshotCatalog catalog;
    private final String schema;
    private final RelDataTypeFactory typeFactory;

    NameHints(SnapshotCatalog catalog, String schema, RelDataTypeFactory typeFactory) {
        this.catalog = catalog;
        this.schema = schema;
        this.typeFactory = typeFactory;
    }

    /** The error to report for one of the validator's. */
    GrismException translate(CalciteContextException thrown, SqlNode statement, Set<String> columnNames) {
        GrismException error = SqlErrors.translate(thrown, "");
        String text = thrown.getCause() == null
                ? ""
                : String.valueOf(thrown.getCause().getMessage());
        Matcher matcher = INSIDE.matcher(text);
        if (matcher.matches()) {
            return hint(error, matcher.group(1), catalog.objectNames(matcher.group(2)));
        }
        matcher = OBJECT.matcher(text);
        if (matcher.matches()) {
            String name = matcher.group(1);
            return isQualifier(name, error.position(), statement)
                    ? new GrismException(
                            ErrorCode.UNKNOWN_SCHEMA,
                            "Cannot find schema: " + name
                                    + Suggestions.didYouMean(
                                            name, catalog.snapshot().schemas()),
                            error.position(),
                            thrown)
                    : hint(error, name, catalog.objectNames(schema));
        }
        matcher = COLUMN.matcher(text);
        if (matcher.matches()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            return hint(error, name, columns(columnNames));
        }
        matcher = FUNCTION.matcher(text);
        return matcher.matches() ? function(error, matcher.group(1)) : error;
    }

    private static GrismException hint(GrismException error, String name, Collection<String> candidates) {
        String nearest = Suggestions.nearest(name, candidates);
        return nearest == null || nearest.equalsIgnoreCase(name)
                ? error
                : new GrismException(
                        error.code(),
                        error.getMessage() + " Did you mean " + nearest + "?",
                        error.position(),
                        error.getCause());
    }

    /** Whether a name stands before a dot where the error is. */
    private static boolean isQualifier(String name, @Nullable SourcePosition position, SqlNode statement) {
        Set<String> found = new HashSet<>();
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                SqlParserPos start = identifier.getComponentParserPosition(0);
                if (identifier.names.size() > 1
                        && position != null
                        && start.getLineNum() == position.line()
                        && start.getColumnNum() == position.column()) {
                    found.add(identifier.names.get(0));
                }
                return super.visit(identifier);
            }
        });
        return found.contains(name);
    }

    private Set<String> columns(Set<String> validated) {
        Set<String> columns = new TreeSet<>(validated);
        for (ObjectName name : catalog.used()) {
            Table table = catalog.table(name.schema(), name.name());
            if (table != null) {
                columns.addAll(table.getRowType(typeFactory).getFieldNames());
            }
        }
        columns.removeIf(column -> column.startsWith("$") || column.startsWith("EXPR$"));
        return columns;
    }

    private static GrismException function(GrismException error, String name) {
        List<String> names = PlannerSetup.operators().getOperatorList().stream()
                .map(SqlOperator::getName)
                .filter(known -> Character.isLetter(known.isEmpty() ? '$' : known.charAt(0)))
                .toList();
        if (SnapshotCatalog.tableFunctions().containsKey(name.toLowerCase(Locale.ROOT))) {
            return new GrismException(
                    ErrorCode.INVALID_OPTION,
                    error.getMessage().replace("Cannot find function: ", "Cannot call ") + " Its arguments are "
                            + SnapshotCatalog.tableFunctions()
                                    .get(name.toLowerCase(Locale.ROOT))
                                    .getParameters()
                                    .stream()
                                    .map(FunctionParameter::getName)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    error.position(),
                    error.getCause());
        }
        if (names.stream().anyMatch(name::equalsIgnoreCase)) {
            return new GrismException(
                    error.code(),
                    error.getMessage().replace("Cannot find function: ", "Cannot call function ")
                            + " It takes other arguments.",
                    error.position(),
                    error.getCause());
        }
        Set<String> all = new TreeSet<>(names);
        all.addAll(SnapshotCatalog.tableFunctions().keySet());
        String nearest = Suggestions.nearest(name, all);
        return nearest == null
                ? error
                : new GrismException(
                        error.code(),
                        error.getMessage() + " Did you mean " + nearest.toLowerCase(Locale.ROOT) + "?",
                        error.position(),
                        error.getCause());
    }
}
