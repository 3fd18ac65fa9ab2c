package io.grism.calcite.function;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.linq4j.function.Strict;
import org.jspecify.annotations.Nullable;

/** Values of collection types and rows. Called by generated code. */
@Strict
public final class Collections {
    private Collections() {}

    public static List<Object> empty() {
        return List.of();
    }

    /** Whether two collections or rows hold the same; within them NULL equals NULL. */
    public static boolean equal(Object left, Object right) {
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            if (!a.keySet().equals(b.keySet())) {
                return false;
            }
            for (Map.Entry<?, ?> entry : a.entrySet()) {
                if (!same(entry.getValue(), b.get(entry.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        List<?> a = elements(left);
        List<?> b = elements(right);
        if (a == null || b == null) {
            return left instanceof BigDecimal x && right instanceof BigDecimal y
                    ? x.compareTo(y) == 0
                    : left.equals(right);
        }
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        return left == null || right == null ? left == right : equal(left, right);
    }

    private static @Nullable List<?> elements(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        return value instanceof Object[] row ? Arrays.asList(row) : null;
    }
}
