package io.grism.exec.operator.window;

import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.WindowFrame.Bound;
import io.grism.exec.operator.WindowFrame.BoundKind;
import io.grism.exec.operator.WindowFrame.Unit;
import io.grism.exec.operator.aggregate.BreakerHarness;
import io.grism.exec.operator.aggregate.NaiveAggregate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The slow twin of Window: asks of each pair of rows whether one is in the other's frame. */
final class NaiveWindow {
    private final List<List<@Nullable Object>> rows;

    NaiveWindow(List<List<@Nullable Object>> rows) {
        this.rows = rows;
    }

    List<List<@Nullable Object>> compute(List<WindowSpec> windows) {
        List<List<@Nullable Object>> results = new ArrayList<>();
        rows.forEach(row -> {
            List<@Nullable Object> copy = new ArrayList<>();
            row.forEach(value -> copy.add(BreakerHarness.canonical(value)));
            results.add(copy);
        });
        for (WindowSpec window : windows) {
            Map<List<@Nullable Object>, List<Integer>> partitions = new LinkedHashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                List<@Nullable Object> key = new ArrayList<>();
                for (int column : window.partitionKeys()) {
                    key.add(rows.get(i).get(column));
                }
                partitions.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
            }
            partitions.values().forEach(partition -> compute(window, partition, results));
        }
        return results;
    }

    private void compute(WindowSpec window, List<Integer> partition, List<List<@Nullable Object>> results) {
        Comparator<List<@Nullable Object>> peers = NaiveAggregate.order(window.order());
        List<SortKey> everything = new ArrayList<>();
        for (int c = 0; c < rows.get(0).size(); c++) {
            everything.add(new SortKey(c, false, false));
        }
        Comparator<List<@Nullable Object>> total = peers.thenComparing(NaiveAggregate.order(everything));
        // identical rows: the results of equal rows are compared as a multiset, so any order of theirs will do
        partition.sort((a, b) -> total.compare(rows.get(a), rows.get(b)));
        List<List<@Nullable Object>> sorted = partition.stream().map(rows::get).toList();
        List<Integer> groups = new ArrayList<>();
        for (int j = 0; j < sorted.size(); j++) {
            int previous = j == 0 ? -1 : groups.get(j - 1);
            groups.add(j > 0 && peers.compare(sorted.get(j - 1), sorted.get(j)) == 0 ? previous : previous + 1);
        }
        for (int at = 0; at < sorted.size(); at++) {
            for (AggregateCall call : window.calls()) {
                results.get(partition.get(at)).add(BreakerHarness.canonical(value(window, call, sorted, groups, at)));
            }
        }
    }

    private static @Nullable Object value(
            WindowSpec window, AggregateCall call, List<List<@Nullable Object>> sorted, List<Integer> groups, int at) {
        int size = sorted.size();
        List<@Nullable Object> me = sorted.get(at);
        long before = groups.stream().filter(group -> group < groups.get(at)).count();
        long upTo = groups.stream().filter(group -> group <= groups.get(at)).count();
        switch (call.function()) {
            case ROW_NUMBER:
                return at + 1L;
            case RANK:
                return before + 1;
            case DENSE_RANK:
                return groups.get(at) + 1L;
            case PERCENT_RANK:
                return size == 1 ? 0.0 : before / (size - 1.0);
            case CUME_DIST:
                return upTo / (double) size;
            case LAG, LEAD:
                int distance = call.arguments().size() == 1
                        ? 1
                        : (Integer)
                                Objects.requireNonNull(me.get(call.arguments().get(1)));
                int target = call.function().name().equals("LAG") ? at - distance : at + distance;
                if (target >= 0 && target < size) {
                    return sorted.get(target).get(call.arguments().get(0));
                }
                return call.arguments().size() < 3
                        ? null
                        : me.get(call.arguments().get(2));
            default:
                break;
        }
        List<List<@Nullable Object>> frame = new ArrayList<>();
        for (int j = 0; j < size; j++) {
            boolean excluded =
                    switch (window.frame().exclusion()) {
                        case NO_OTHERS -> false;
                        case CURRENT_ROW -> j == at;
                        case GROUP -> groups.get(j).equals(groups.get(at));
                        case TIES -> groups.get(j).equals(groups.get(at)) && j != at;
                    };
            if (!excluded
                    && inside(window, window.frame().start(), sorted, groups, at, j, 1)
                    && inside(window, window.frame().end(), sorted, groups, at, j, -1)) {
                frame.add(sorted.get(j));
            }
        }
        return switch (call.function()) {
            case FIRST_VALUE ->
                frame.isEmpty() ? null : frame.get(0).get(call.arguments().get(0));
            case LAST_VALUE ->
                frame.isEmpty()
                        ? null
                        : frame.get(frame.size() - 1).get(call.arguments().get(0));
            case LISTAGG, ARRAY_AGG -> collected(call, frame);
            default -> NaiveAggregate.compute(call, frame);
        };
    }

    private static @Nullable Object collected(AggregateCall call, List<List<@Nullable Object>> frame) {
        List<@Nullable Object> values = new ArrayList<>();
        for (List<@Nullable Object> row : frame) {
            if (call.filter() < 0 || Boolean.TRUE.equals(row.get(call.filter()))) {
                values.add(row.get(call.arguments().get(0)));
            }
        }
        if (call.function().name().equals("LISTAGG")) {
            values.removeIf(Objects::isNull);
            return values.isEmpty()
                    ? null
                    : String.join("-", values.stream().map(Object::toString).toList());
        }
        return values.isEmpty() ? null : values;
    }

    /** Whether row j is on the right side of a bound of the frame of row {@code at}; side 1 for a start, -1 for an end. */
    private static boolean inside(
            WindowSpec window,
            Bound bound,
            List<List<@Nullable Object>> sorted,
            List<Integer> groups,
            int at,
            int j,
            int side) {
        if (bound.kind() == BoundKind.UNBOUNDED_PRECEDING || bound.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
            return true;
        }
        int offset = bound.kind() == BoundKind.CURRENT_ROW
                ? 0
                : (Integer) Objects.requireNonNull(sorted.get(at).get(bound.offsetColumn()));
        int move = bound.kind() == BoundKind.PRECEDING ? -offset : offset;
        if (window.frame().unit() == Unit.ROWS) {
            return side * (j - (at + move)) >= 0;
        }
        if (window.frame().unit() == Unit.GROUPS || bound.kind() == BoundKind.CURRENT_ROW) {
            return side * (groups.get(j) - (groups.get(at) + move)) >= 0;
        }
        SortKey key = window.order().get(0);
        Object mine = sorted.get(at).get(key.column());
        Object other = sorted.get(j).get(key.column());
        if (mine == null) {
            return side * (groups.get(j) - groups.get(at)) >= 0;
        }
        if (other == null) {
            return key.nullsFirst() ? side < 0 : side > 0;
        }
        int sign = key.descending() ? -1 : 1;
        BigDecimal target = bound.offsetColumn() == 11
                ? BigDecimal.valueOf(LocalDate.ofEpochDay((Integer) mine)
                        .plusMonths((long) sign * move)
                        .toEpochDay())
                : new BigDecimal(mine.toString()).add(BigDecimal.valueOf((long) sign * move));
        return side * sign * new BigDecimal(other.toString()).compareTo(target) >= 0;
    }
}
