package io.grism.exec.local;

import io.grism.exec.operator.JoinType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Every kind of join by two nested loops. */
final class NaiveJoin {
    private NaiveJoin() {}

    static List<List<@Nullable Object>> join(
            List<List<@Nullable Object>> left,
            List<List<@Nullable Object>> right,
            int leftColumns,
            int rightColumns,
            JoinType type,
            BiPredicate<List<@Nullable Object>, List<@Nullable Object>> condition) {
        List<List<@Nullable Object>> result = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.size()];
        for (List<@Nullable Object> leftRow : left) {
            boolean matched = false;
            for (int i = 0; i < right.size(); i++) {
                if (condition.test(leftRow, right.get(i))) {
                    matched = true;
                    rightMatched[i] = true;
                    if (type != JoinType.SEMI && type != JoinType.ANTI) {
                        result.add(concat(leftRow, right.get(i)));
                    }
                }
            }
            if (type == JoinType.SEMI && matched || type == JoinType.ANTI && !matched) {
                result.add(leftRow);
            } else if (!matched && (type == JoinType.LEFT || type == JoinType.FULL)) {
                result.add(concat(leftRow, Collections.nCopies(rightColumns, null)));
            }
        }
        if (type == JoinType.RIGHT || type == JoinType.FULL) {
            for (int i = 0; i < right.size(); i++) {
                if (!rightMatched[i]) {
                    result.add(concat(Collections.nCopies(leftColumns, null), right.get(i)));
                }
            }
        }
        return result;
    }

    static List<@Nullable Object> concat(
            List<? extends @Nullable Object> left, List<? extends @Nullable Object> right) {
        List<@Nullable Object> row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }
}
