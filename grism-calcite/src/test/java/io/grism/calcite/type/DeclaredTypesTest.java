package io.grism.calcite.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.EnumSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTypesTest {
    private final GrismTypeFactory factory = new GrismTypeFactory();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOLEAN",
                "TINYINT",
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "REAL",
                "DOUBLE",
                "DECIMAL(38, 38)",
                "DECIMAL(10, 2)",
                "CHAR(3)",
                "VARCHAR",
                "VARCHAR(20)",
                "BINARY(4)",
                "VARBINARY",
                "DATE",
                "TIME(0)",
                "TIME(3)",
                "TIMESTAMP(0)",
                "TIMESTAMP(3)",
                "TIMESTAMP(3) WITH TIME ZONE",
                "UUID",
                "INTEGER ARRAY",
                "VARCHAR(3) ARRAY ARRAY",
                "INTEGER MULTISET",
                "MAP<VARCHAR, INTEGER ARRAY>",
                "ROW(\"a\" INTEGER, \"b c\" VARCHAR)",
            })
    void textRoundTrips(String text) {
        RelDataType type = DeclaredTypes.type(factory, text);
        assertTrue(type.isNullable());
        assertEquals(text, DeclaredTypes.text(type));
        assertEquals(type, DeclaredTypes.type(factory, DeclaredTypes.text(type)));
        // The Arrow field forgets lengths, never the kind.
        Field field = ArrowTypes.field("c", type);
        RelDataType back = ArrowTypes.type(factory, field);
        assertEquals(ArrowTypes.kind(type), ArrowTypes.kind(back));
        assertEquals(field, ArrowTypes.field("c", back));
    }

    @Test
    void everyKindHasAnSqlType() {
        for (TypeKind kind :
                EnumSet.complementOf(EnumSet.of(TypeKind.DECIMAL, TypeKind.ARRAY, TypeKind.ROW, TypeKind.MAP))) {
            RelDataType type = ArrowTypes.type(factory, kind.field("c"));
            assertEquals(kind, ArrowTypes.kind(type));
            assertEquals(kind.field("c"), ArrowTypes.field("c", type));
        }
    }

    @Test
    void zonedTimestampIsAnInstant() {
        RelDataType type = factory.createSqlType(SqlTypeName.TIMESTAMP_TZ);
        assertEquals(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.getSqlTypeName());
        assertEquals(3, type.getPrecision());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAST(x AS TIMESTAMP(6))",
                "CAST(x AS TIME(9))",
                "CAST(x AS TIMESTAMP(4) ARRAY)",
                "CAST(x AS ROW(a TIMESTAMP(6)))",
                "CAST(x AS DECIMAL(39, 2))",
                "CAST(x AS DECIMAL(10, 11))",
                "TIMESTAMP '2024-01-01 00:00:00.1234'",
                "TIME '00:00:00.000001'",
            })
    void refusesWhatWouldBeCut(String expression) throws Exception {
        GrismException error = assertThrows(
                GrismException.class,
                () -> DeclaredTypes.check(SqlParser.create(expression).parseExpression()));
        assertEquals(ErrorCode.NOT_SUPPORTED, error.code());
        assertEquals(1, error.position().line());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAST(x AS TIMESTAMP(3))",
                "CAST(x AS DECIMAL(38, 38))",
                "CAST(x AS DECIMAL)",
                "TIMESTAMP '2024-01-01 00:00:00.123000'",
                "TIME '00:00:00.1'",
                "DATE '2024-01-01'",
                "INTERVAL '1-2' YEAR TO MONTH",
                "CAST(x AS INTERVAL DAY TO SECOND)",
            })
    void acceptsWhatFits(String expression) throws Exception {
        DeclaredTypes.check(SqlParser.create(expression).parseExpression());
    }

    @Test
    void sumsAndAveragesHoldTheirResults() {
        assertEquals("BIGINT", sum("INTEGER"));
        assertEquals("DECIMAL(38, 0)", sum("BIGINT"));
        assertEquals("DECIMAL(38, 2)", sum("DECIMAL(10, 2)"));
        assertEquals("DOUBLE", sum("REAL"));
        assertEquals("DECIMAL(38, 10)", average("INTEGER"));
        assertEquals("DECIMAL(38, 10)", average("DECIMAL(10, 2)"));
        assertEquals("DECIMAL(38, 4)", average("DECIMAL(38, 4)"));
        assertEquals("DOUBLE", average("DOUBLE"));
    }

    @Test
    void quotientsKeepTheirIntegralDigits() {
        assertEquals("DECIMAL(23, 13)", quotient("DECIMAL(10, 2)", "DECIMAL(10, 2)"));
        assertEquals("DECIMAL(38, 10)", quotient("DECIMAL(38, 10)", "BIGINT"));
        assertEquals("DECIMAL(38, 6)", quotient("DECIMAL(38, 0)", "DECIMAL(38, 10)"));
    }

    private String sum(String argument) {
        return DeclaredTypes.text(
                factory.getTypeSystem().deriveSumType(factory, DeclaredTypes.type(factory, argument)));
    }

    private String average(String argument) {
        return DeclaredTypes.text(
                factory.getTypeSystem().deriveAvgAggType(factory, DeclaredTypes.type(factory, argument)));
    }

    private String quotient(String left, String right) {
        return DeclaredTypes.text(factory.getTypeSystem()
                .deriveDecimalDivideType(
                        factory, DeclaredTypes.type(factory, left), DeclaredTypes.type(factory, right)));
    }
}
