package io.grism.calcite.type;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import io.grism.parser.SqlAsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlSetOption;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Types as people write them: from a declaration to a SQL type and back to text. Refuses what Grism would have to cut:
 * {@code TIMESTAMP(6)}, {@code DECIMAL(50)}.
 */
public final class DeclaredTypes {
    private static final Pattern SECONDS_FRACTION = Pattern.compile("\\.\\d{3}(\\d*[1-9])");
    private static final SqlParser.Config TEXT = SqlParser.config()
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withConformance(GrismConformance.INSTANCE);

    private DeclaredTypes() {}

    /**
     * Refuses every type and literal of a parsed statement that is finer or longer than Grism can hold. To be called after parsing and before
     * validation, which would cut them in silence.
     *
     * @throws GrismException NOT_SUPPORTED, with the position
     */
    public static void check(SqlNode statement) {
        statement.accept(new Check());
    }

    /** The type that a declaration names; nullable unless it says NOT NULL. */
    public static RelDataType type(RelDataTypeFactory factory, SqlDataTypeSpec declaration) {
        RelDataType type = type(factory, declaration.getTypeNameSpec());
        return factory.createTypeWithNullability(type, !Boolean.FALSE.equals(declaration.getNullable()));
    }

    /** The type that {@link #text} wrote, nullable. */
    public static RelDataType type(RelDataTypeFactory factory, String text) {
        try {
            SqlNode cast = SqlParser.create("CAST(NULL AS " + text + ")", TEXT).parseExpression();
            return type(factory, (SqlDataTypeSpec) ((SqlCall) cast).operand(1));
        } catch (SqlParseException e) {
            throw new GrismException(ErrorCode.TYPE_MISMATCH, "Cannot read SQL type: " + text, e);
        }
    }

    /** The declaration of a type, without its nullability. */
    public static String text(RelDataType type) {
        if (type.isStruct()) {
            List<String> fields = new ArrayList<>();
            for (RelDataTypeField field : type.getFieldList()) {
                fields.add('"' + field.getName().replace("\"", "\"\"") + "\" " + text(field.getType())
                        + (field.getType().isNullable() ? "" : " NOT NULL"));
            }
            return "ROW(" + String.join(", ", fields) + ")";
        }
        int precision = type.getPrecision();
        return switch (type.getSqlTypeName()) {
            case ARRAY -> text(type.getComponentType()) + " ARRAY";
            case MULTISET -> text(type.getComponentType()) + " MULTISET";
            case MAP -> "MAP<" + text(type.getKeyType()) + ", " + text(type.getValueType()) + ">";
            case DECIMAL -> "DECIMAL(" + precision + ", " + type.getScale() + ")";
            case FLOAT, DOUBLE -> "DOUBLE";
            case CHAR, BINARY, VARCHAR, VARBINARY ->
                type.getSqlTypeName().getName()
                        + (precision == RelDataType.PRECISION_NOT_SPECIFIED ? "" : "(" + precision + ")");
            case TIME, TIMESTAMP -> type.getSqlTypeName().getName() + "(" + precision + ")";
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> "TIMESTAMP(" + precision + ") WITH TIME ZONE";
            default -> type.getSqlTypeName().getName().toUpperCase(Locale.ROOT);
        };
    }

    private static RelDataType type(RelDataTypeFactory factory, SqlTypeNameSpec spec) {
        if (spec instanceof SqlCollectionTypeNameSpec collection) {
            RelDataType element = nullable(factory, type(factory, collection.getElementTypeName()));
            return "MULTISET".equals(collection.getTypeName().getSimple())
                    ? factory.createMultisetType(element, -1)
                    : factory.createArrayType(element, -1);
        }
        if (spec instanceof SqlMapTypeNameSpec map) {
            RelDataType key = factory.createTypeWithNullability(type(factory, map.getKeyType()), false);
            return factory.createMapType(key, type(factory, map.getValType()));
        }
        if (spec instanceof SqlRowTypeNameSpec row) {
            RelDataTypeFactory.Builder builder = factory.builder();
            for (int i = 0; i < row.getFieldNames().size(); i++) {
                builder.add(
                        row.getFieldNames().get(i).getSimple(),
                        type(factory, row.getFieldTypes().get(i)));
            }
            return builder.build();
        }
        if (spec instanceof SqlBasicTypeNameSpec basic) {
            return basic(factory, basic);
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot use type: " + spec.getTypeName() + ". The types are those of docs/sql.md, section Types",
                position(spec.getParserPos()),
                null);
    }

    private static RelDataType basic(RelDataTypeFactory factory, SqlBasicTypeNameSpec spec) {
        checkDigits(spec);
        SqlTypeName name = name(spec);
        if (spec.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED) {
            return factory.createSqlType(name);
        }
        return spec.getScale() == RelDataType.SCALE_NOT_SPECIFIED
                ? factory.createSqlType(name, spec.getPrecision())
                : factory.createSqlType(name, spec.getPrecision(), spec.getScale());
    }

    private static void checkDigits(SqlBasicTypeNameSpec spec) {
        SqlTypeName name = name(spec);
        switch (name) {
            case TIME, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                if (spec.getPrecision() > GrismTypeSystem.MAX_TIME_PRECISION) {
                    throw refused(
                            name.getName() + "(" + spec.getPrecision()
                                    + "). Seconds have at most 3 fractional digits (milliseconds)",
                            spec.getParserPos());
                }
            }
            case DECIMAL -> {
                int precision = spec.getPrecision();
                int scale = spec.getScale();
                boolean scaled =
                        precision != RelDataType.PRECISION_NOT_SPECIFIED && scale != RelDataType.SCALE_NOT_SPECIFIED;
                boolean fits = precision != 0 && precision <= GrismTypeSystem.MAX_DECIMAL_PRECISION;
                if (!fits || (scaled && (scale < 0 || scale > precision))) {
                    throw refused(
                            "DECIMAL(" + spec.getPrecision()
                                    + (spec.getScale() == RelDataType.SCALE_NOT_SPECIFIED ? "" : ", " + spec.getScale())
                                    + "). A DECIMAL has 1 to 38 digits and a scale from 0 to their number",
                            spec.getParserPos());
                }
            }
            case TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE ->
                throw refused(name.getName() + ". Use TIME, or TIMESTAMP WITH TIME ZONE", spec.getParserPos());
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    FLOAT,
                    DOUBLE,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    DATE,
                    UUID -> {}
            default -> {
                if (!SqlTypeName.INTERVAL_TYPES.contains(name)) {
                    throw refused(
                            name.getName() + ". The types are those of docs/sql.md, section Types",
                            spec.getParserPos());
                }
            }
        }
    }

    private static GrismException refused(String message, SqlParserPos position) {
        return new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot use type: " + message, position(position), null);
    }

    private static SqlTypeName name(SqlBasicTypeNameSpec spec) {
        String name = spec.getTypeName().getSimple();
        for (SqlTypeName candidate : SqlTypeName.values()) {
            if (candidate.name().equals(name) || candidate.getName().equals(name)) {
                return candidate;
            }
        }
        throw refused(name, spec.getParserPos());
    }

    private static RelDataType nullable(RelDataTypeFactory factory, RelDataType type) {
        return factory.createTypeWithNullability(type, true);
    }

    private static SourcePosition position(SqlParserPos pos) {
        return new SourcePosition(pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum());
    }

    /** Visits every declared type and every date-time literal. */
    private static final class Check extends SqlBasicVisitor<@Nullable Void> {
        @Override
        public @Nullable Void visit(SqlDataTypeSpec declaration) {
            visitName(declaration.getTypeNameSpec());
            return super.visit(declaration);
        }

        private void visitName(SqlTypeNameSpec spec) {
            if (spec instanceof SqlBasicTypeNameSpec basic) {
                checkDigits(basic);
            } else if (spec instanceof SqlCollectionTypeNameSpec collection) {
                visitName(collection.getElementTypeName());
            } else if (spec instanceof SqlMapTypeNameSpec map) {
                visit(map.getKeyType());
                visit(map.getValType());
            } else if (spec instanceof SqlRowTypeNameSpec row) {
                row.getFieldTypes().forEach(this::visit);
            }
        }

        /** The times of versions have all the digits that clocks have: they are no values of queries. */
        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSetOption) {
                return null;
            }
            return call instanceof SqlAsOf table ? table.table().accept(this) : super.visit(call);
        }

        @Override
        public @Nullable Void visit(SqlLiteral literal) {
            String text = literal instanceof SqlUnknownLiteral unknown
                    ? unknown.getValue()
                    : literal instanceof SqlAbstractDateTimeLiteral time ? time.toFormattedString() : "";
            Matcher fraction = SECONDS_FRACTION.matcher(text);
            if (fraction.find()) {
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot use date-time literal: '" + text
                                + "'. Seconds have at most 3 fractional digits (milliseconds)",
                        position(literal.getParserPosition()),
                        null);
            }
            return super.visit(literal);
        }
    }
}
