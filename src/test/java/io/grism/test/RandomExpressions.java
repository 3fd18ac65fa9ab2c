package io.grism.test;

import io.grism.test.RandomTables.Column;
import io.grism.test.RandomTables.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random expressions over the columns in sight, of a wanted type. Written so that every engine of standard SQL gives the same: divisors are never zero, results stay far from
 * overflow, decimals are not divided, and types are not mixed in comparisons.
 */
final class RandomExpressions {
    /** A column that an expression may name, with its qualifier. */
    record Visible(String name, Type type) {}

    private final Random random;
    private final List<Visible> columns;
    /** Makes a sub-query with one output column; null where none is wanted. */
    private final @Nullable SubQueries subQueries;

    /** Where sub-queries come from. */
    interface SubQueries {
        /** A sub-query with one column of the type, which may name the outer columns. */
        String column(Type type, List<Visible> outer);

        /** A sub-query with exactly one row and one column of the type. */
        String scalar(Type type, List<Visible> outer);
    }

    RandomExpressions(Random random, List<Visible> columns, @Nullable SubQueries subQueries) {
        this.random = random;
        this.columns = columns;
        this.subQueries = subQueries;
    }

    static Type anyType(Random random) {
        return Type.values()[random.nextInt(Type.values().length)];
    }

    static List<Visible> visible(String alias, List<Column> columns) {
        List<Visible> visible = new ArrayList<>();
        columns.forEach(column -> visible.add(new Visible(alias + "." + column.name(), column.type())));
        return visible;
    }

    String column(Type type) {
        List<Visible> fitting =
                columns.stream().filter(column -> column.type() == type).toList();
        return fitting.isEmpty()
                ? RandomTables.literal(type, random)
                : fitting.get(random.nextInt(fitting.size())).name();
    }

    private String leaf(Type type) {
        return random.nextInt(4) == 0 ? RandomTables.literal(type, random) : column(type);
    }

    String expression(Type type, int depth) {
        if (depth <= 0 || random.nextInt(3) == 0) {
            return leaf(type);
        }
        int common = random.nextInt(12);
        if (common == 0) {
            return "case when " + condition(depth - 1) + " then " + expression(type, depth - 1) + " else "
                    + expression(type, depth - 1) + " end";
        }
        if (common == 1) {
            return "coalesce(" + expression(type, depth - 1) + ", " + expression(type, depth - 1) + ")";
        }
        if (common == 2) {
            return "nullif(" + column(type) + ", " + leaf(type) + ")";
        }
        if (common == 3 && subQueries != null) {
            return "(" + subQueries.scalar(type, columns) + ")";
        }
        if (common == 4) {
            return "case " + column(Type.INT) + " when " + leaf(Type.INT) + " then " + expression(type, depth - 1)
                    + " when " + leaf(Type.INT) + " then " + expression(type, depth - 1) + " end";
        }
        return own(type, depth);
    }

    private String own(Type type, int depth) {
        return switch (type) {
            case INT -> integer(depth);
            case STRING -> string(depth);
            case DECIMAL ->
                random.nextInt(4) == 0
                        ? "(" + leaf(type) + " * " + leaf(Type.INT) + ")"
                        : "(" + expression(type, depth - 1) + (random.nextBoolean() ? " + " : " - ")
                                + expression(type, depth - 1) + ")";
            case DOUBLE ->
                random.nextInt(4) == 0
                        ? "(" + leaf(type) + " * " + leaf(type) + ")"
                        : "(" + expression(type, depth - 1) + (random.nextBoolean() ? " + " : " - ")
                                + expression(type, depth - 1) + ")";
            case DATE ->
                "(" + leaf(type) + (random.nextBoolean() ? " + " : " - ") + "interval '" + random.nextInt(40)
                        + "' day)";
            case BOOL -> condition(depth);
        };
    }

    private String integer(int depth) {
        String left = expression(Type.INT, depth - 1);
        String right = expression(Type.INT, depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> "(" + left + " + " + right + ")";
            case 1 -> "(" + left + " - " + right + ")";
            case 2 -> "(" + leaf(Type.INT) + " * " + leaf(Type.INT) + ")";
            case 3 -> "(" + left + " / nullif(" + column(Type.INT) + ", 0))";
            case 4 -> "mod(" + left + ", nullif(" + column(Type.INT) + ", 0))";
            case 5 -> "abs(" + left + ")";
            case 6 -> "char_length(" + expression(Type.STRING, depth - 1) + ")";
            case 7 -> "cast(extract(day from " + expression(Type.DATE, depth - 1) + ") as integer)";
            default -> "(- " + left + ")";
        };
    }

    private String string(int depth) {
        String text = expression(Type.STRING, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "upper(" + text + ")";
            case 1 -> "(" + leaf(Type.STRING) + " || " + leaf(Type.STRING) + ")";
            case 2 -> "substring(" + text + " from 2 for " + (1 + random.nextInt(2)) + ")";
            case 3 -> "lower(" + text + ")";
            default -> "cast(" + expression(Type.INT, depth - 1) + " as varchar(20))";
        };
    }

    String condition(int depth) {
        if (depth > 0) {
            switch (random.nextInt(6)) {
                case 0:
                    return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
                case 1:
                    return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
                case 2:
                    return "(not " + condition(depth - 1) + ")";
                default:
                    break;
            }
        }
        if (subQueries != null && random.nextInt(8) == 0) {
            return subQueryCondition();
        }
        Type type = anyType(random);
        String value = expression(type, depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> "(" + value + (random.nextBoolean() ? " is null)" : " is not null)");
            case 1 ->
                "(" + value + (random.nextBoolean() ? " in (" : " not in (") + leaf(type) + ", " + leaf(type) + ", "
                        + RandomTables.literal(type, random) + "))";
            case 2 ->
                type == Type.BOOL
                        ? "(" + value + (random.nextBoolean() ? " is true)" : " is not false)")
                        : "(" + value + (random.nextBoolean() ? " between " : " not between ") + leaf(type) + " and "
                                + leaf(type) + ")";
            case 3 ->
                "(" + expression(Type.STRING, depth - 1) + (random.nextBoolean() ? " like '" : " not like '")
                        + List.of("%a%", "b%", "_b%", "%c", "a_c").get(random.nextInt(5)) + "')";
            case 4 ->
                "(" + value + (random.nextBoolean() ? " is distinct from " : " is not distinct from ")
                        + expression(type, depth - 1) + ")";
            default -> "(" + value + " " + comparison() + " " + expression(type, depth - 1) + ")";
        };
    }

    private String comparison() {
        return List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    }

    private String subQueryCondition() {
        Type type = random.nextBoolean() ? Type.INT : Type.STRING;
        String query = Objects.requireNonNull(subQueries).column(type, columns);
        return switch (random.nextInt(4)) {
            case 0 -> "(" + column(type) + (random.nextBoolean() ? " in (" : " not in (") + query + "))";
            case 1 -> "(exists (" + query + "))";
            case 2 -> "(not exists (" + query + "))";
            default -> quantified(column(type), query);
        };
    }

    /** H2 finds no row for "= ALL" of an empty query above a derived table, so that is written as its negation. */
    private String quantified(String column, String query) {
        String comparison = comparison();
        boolean all = random.nextBoolean();
        return all && comparison.equals("=")
                ? "(not (" + column + " <> any (" + query + ")))"
                : "(" + column + " " + comparison + (all ? " all (" : " any (") + query + "))";
    }
}
