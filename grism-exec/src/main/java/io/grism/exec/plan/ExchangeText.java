package io.grism.exec.plan;

import io.grism.exec.plan.Partitioning.Broadcast;
import io.grism.exec.plan.Partitioning.Hash;
import io.grism.exec.plan.Partitioning.Owner;
import io.grism.exec.plan.Partitioning.Range;
import io.grism.exec.plan.Partitioning.Single;
import java.util.List;

/** How EXPLAIN names movements of rows. */
public final class ExchangeText {
    private ExchangeText() {}

    /** Gather, Broadcast or Shuffle. */
    public static String mode(Partitioning partitioning) {
        return partitioning instanceof Single ? "Gather" : partitioning instanceof Broadcast ? "Broadcast" : "Shuffle";
    }

    /** Which kind of partitions: Single, Broadcast, Hash, Range or Owner. */
    public static String kind(Partitioning partitioning) {
        return partitioning.getClass().getSimpleName();
    }

    /** What tells rows apart, by the names of the columns; empty where nothing does. */
    public static String keys(Partitioning partitioning, List<String> columns) {
        if (partitioning instanceof Hash hash) {
            return PlanDescription.columnNames(hash.columns(), columns);
        } else if (partitioning instanceof Owner owner) {
            return ExpressionText.name(columns, owner.column());
        } else if (partitioning instanceof Range range) {
            return PlanDescription.keys(range.keys(), columns);
        }
        return "";
    }

    /** The exchange of rows on one line: {@code Exchange(Shuffle, Hash(a))}. */
    public static String exchange(PlanNode.ExchangeNode exchange) {
        List<String> columns = PlanDescription.names(exchange);
        String keys = keys(exchange.partitioning(), columns);
        String mode = mode(exchange.partitioning());
        return "Exchange(" + mode
                + (mode.equals("Shuffle")
                        ? ", " + kind(exchange.partitioning()) + (keys.isEmpty() ? "" : "(" + keys + ")")
                        : "")
                + (exchange.order().isEmpty() ? "" : ", merge by " + PlanDescription.keys(exchange.order(), columns))
                + ")";
    }
}
