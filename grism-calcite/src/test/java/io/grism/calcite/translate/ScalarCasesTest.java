package io.grism.calcite.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.calcite.function.ConstantContext;
import io.grism.calcite.function.GrismOperatorTable;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.GrismException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.CalciteContextException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The cases of scalar-cases.txt: {@code expression ==> type value}, or {@code ==> ERROR_CODE: words of the message}. The expression stands over one row, in
 * which the INTEGER column x is 7 and n is NULL.
 */
class ScalarCasesTest {
    private final SqlExpressions sql = new SqlExpressions(
            GrismOperatorTable.instance(),
            new Schema(List.of(TypeKind.INTEGER.field("x"), TypeKind.INTEGER.field("n"))));

    @Test
    void cases() throws IOException {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (String line : lines()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            count++;
            String[] parts = line.split(" ==> ", 2);
            String actual = evaluate(parts[0]);
            boolean error = parts[1].matches("[A-Z_]+: .*");
            if (error ? !matches(actual, parts[1]) : !actual.equals(parts[1])) {
                wrong.add(parts[0] + " ==> " + actual);
            }
        }
        assertTrue(count > 250, "cases: " + count);
        assertEquals(List.of(), wrong, String.join("\n", wrong));
    }

    private static boolean matches(String actual, String expected) {
        int colon = expected.indexOf(": ");
        return actual.startsWith(expected.substring(0, colon + 2)) && actual.contains(expected.substring(colon + 2));
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                ScalarCasesTest.class.getResourceAsStream("scalar-cases.txt"), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private String evaluate(String text) {
        RexNode node;
        try {
            node = sql.rex(text);
        } catch (CalciteContextException e) {
            return "INVALID: " + e.getCause().getMessage();
        }
        try (BufferAllocator allocator = new RootAllocator();
                IntVector x = (IntVector) TypeKind.INTEGER.field("x").createVector(allocator);
                IntVector n = (IntVector) TypeKind.INTEGER.field("n").createVector(allocator)) {
            x.setSafe(0, 7);
            x.setValueCount(1);
            n.setValueCount(1);
            try (FieldVector value =
                    GeneratedEvaluation.evaluate(sql.builder, node, new FieldVector[] {x, n}, 1, allocator)) {
                return node.getType() + " " + text(ConstantContext.value(value));
            }
        } catch (GrismException e) {
            return e.code() + ": " + e.getMessage();
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ScalarCasesTest::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Object[] row) {
            return Arrays.stream(row).map(ScalarCasesTest::text).collect(Collectors.joining(", ", "(", ")"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> text(e.getKey()) + "=" + text(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }
}
