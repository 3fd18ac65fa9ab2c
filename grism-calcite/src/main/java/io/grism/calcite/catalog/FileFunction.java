package io.grism.calcite.catalog;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.TableMacro;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** A table function that reads a file: {@code read_csv('people.csv', delimiter => '|')}. The format's options are named arguments. */
public final class FileFunction implements TableMacro {
    private static final String PATH = "path";
    private static final List<FileFormat> FORMATS = formats();

    private final FileFormat format;
    private final List<FunctionParameter> parameters;

    private FileFunction(FileFormat format) {
        this.format = format;
        this.parameters = new ArrayList<>();
        parameters.add(new Parameter(0, PATH, false));
        for (String option : format.options().keySet()) {
            parameters.add(new Parameter(parameters.size(), option, true));
        }
    }

    private static List<FileFormat> formats() {
        List<FileFormat> formats = new ArrayList<>();
        ServiceLoader.load(FileFormat.class, FileFunction.class.getClassLoader())
                .forEach(formats::add);
        return formats;
    }

    /** One function a format on the class path: read_csv, read_parquet. */
    static Map<String, FileFunction> all() {
        Map<String, FileFunction> all = new LinkedHashMap<>();
        FORMATS.forEach(format -> all.put("read_" + format.name(), new FileFunction(format)));
        return all;
    }

    /**
     * Gives the path of calls such as {@code read_csv('f', header => TRUE)} its name, since the validator takes arguments either all by position or all by name.
     * Changes the tree.
     */
    public static void nameArguments(SqlNode statement) {
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlBasicCall
                        && call.getOperator() instanceof SqlUnresolvedFunction function
                        && function.getName().toLowerCase(Locale.ROOT).startsWith("read_")
                        && call.operandCount() > 1
                        && call.operand(0).getKind() != SqlKind.ARGUMENT_ASSIGNMENT
                        && call.operand(1).getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                    SqlNode path = call.operand(0);
                    SqlParserPos position = path.getParserPosition();
                    call.setOperand(
                            0,
                            SqlStdOperatorTable.ARGUMENT_ASSIGNMENT.createCall(
                                    position, path, new SqlIdentifier(PATH, position)));
                }
                return super.visit(call);
            }
        });
    }

    /** Where the only call of such a function stands in a statement; null when there is none, or several. */
    public static @Nullable SqlParserPos position(SqlNode statement) {
        List<SqlParserPos> found = new ArrayList<>();
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call.getOperator().getName().toLowerCase(Locale.ROOT).startsWith("read_")) {
                    found.add(call.getParserPosition());
                }
                return super.visit(call);
            }
        });
        return found.size() == 1 ? found.get(0) : null;
    }

    @Override
    public List<FunctionParameter> getParameters() {
        return parameters;
    }

    @Override
    public TranslatableTable apply(List<? extends @Nullable Object> arguments) {
        Object file = arguments.get(0);
        if (!(file instanceof String name)) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot read a file: its name is " + file + ". read_" + format.name()
                            + " takes a character constant.");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < arguments.size(); i++) {
            Object value = arguments.get(i);
            if (value != null) {
                String text = value instanceof NlsString string ? string.getValue() : value.toString();
                options.put(parameters.get(i).getName(), text);
            }
        }
        try {
            return new FileTable(format, Path.of(name), options);
        } catch (InvalidPathException e) {
            throw new GrismException(ErrorCode.FILE_NOT_FOUND, "Cannot read file: " + name + ".", e);
        }
    }

    private record Parameter(int ordinal, String name, boolean optional) implements FunctionParameter {
        @Override
        public int getOrdinal() {
            return ordinal;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public RelDataType getType(RelDataTypeFactory typeFactory) {
            return typeFactory.createJavaType(ordinal == 0 ? String.class : Object.class);
        }

        @Override
        public boolean isOptional() {
            return optional;
        }
    }
}
