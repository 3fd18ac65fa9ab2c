package io.grism.test;

import io.grism.test.RandomExpressions.Visible;
import io.grism.test.RandomTables.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random queries over {@link RandomTables}: selections, joins, groups, set operations, sub-queries, windows, common tables, ordered prefixes. Where an order is asked for it is total and says where NULLs stand.
 * What H2 does not have is left out: FULL JOIN, INTERSECT ALL, EXCEPT ALL, ROLLUP and its like, LATERAL.
 */
final class RandomQuery {
    private static final int DEPTH = 2;

    private final Random random;
    private int aliases;

    RandomQuery(Random random) {
        this.random = random;
    }

    /** One query; its rows are in no particular order unless it ends in an ORDER BY. */
    String next() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> select(types(), List.of(), true);
            case 3, 4 -> aggregate();
            case 5 -> setOperation();
            case 6, 7 -> window();
            case 8 -> ordered();
            case 9 -> nested();
            case 10 -> common();
            default -> "select distinct " + select(types(), List.of(), true).substring("select ".length());
        };
    }

    private List<Type> types() {
        List<Type> types = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            types.add(RandomExpressions.anyType(random));
        }
        return types;
    }

    private record From(String sql, List<Visible> columns) {}

    private From from() {
        String alias = "a" + aliases++;
        StringBuilder sql = new StringBuilder(table() + " " + alias);
        List<Visible> columns = new ArrayList<>(RandomExpressions.visible(alias, RandomTables.COLUMNS));
        int joins = random.nextInt(5) / 2;
        for (int i = 0; i < joins; i++) {
            String next = "a" + aliases++;
            List<Visible> right = RandomExpressions.visible(next, RandomTables.COLUMNS);
            String kind =
                    List.of("join", "left join", "right join", "cross join").get(random.nextInt(4));
            sql.append(' ').append(kind).append(' ').append(table()).append(' ').append(next);
            if (!kind.equals("cross join")) {
                sql.append(" on ").append(joinCondition(columns, right));
            }
            columns.addAll(right);
        }
        return new From(sql.toString(), columns);
    }

    private String joinCondition(List<Visible> left, List<Visible> right) {
        Type type = List.of(Type.INT, Type.INT, Type.STRING, Type.DATE).get(random.nextInt(4));
        String equality = new RandomExpressions(random, left, null).column(type) + " = "
                + new RandomExpressions(random, right, null).column(type);
        List<Visible> both = new ArrayList<>(left);
        both.addAll(right);
        RandomExpressions expressions = new RandomExpressions(random, both, null);
        return switch (random.nextInt(4)) {
            case 0 -> equality + " and " + expressions.condition(1);
            case 1 -> expressions.condition(1);
            default -> equality;
        };
    }

    private String table() {
        return RandomTables.NAMES.get(random.nextInt(RandomTables.NAMES.size()));
    }

    private String select(List<Type> types, List<Visible> outer, boolean subQueries) {
        From from = from();
        List<Visible> columns = new ArrayList<>(from.columns());
        columns.addAll(outer);
        RandomExpressions expressions = new RandomExpressions(random, columns, subQueries ? new Nested() : null);
        List<String> outputs = new ArrayList<>();
        for (Type type : types) {
            outputs.add(expressions.expression(type, DEPTH) + " as c" + outputs.size());
        }
        String where = random.nextInt(4) == 0 ? "" : " where " + expressions.condition(DEPTH);
        return "select " + String.join(", ", outputs) + " from " + from.sql() + where;
    }

    private final class Nested implements RandomExpressions.SubQueries {
        @Override
        public String column(Type type, List<Visible> outer) {
            return select(List.of(type), random.nextBoolean() ? outer : List.of(), false);
        }

        @Override
        public String scalar(Type type, List<Visible> outer) {
            String alias = "a" + aliases++;
            List<Visible> inner = RandomExpressions.visible(alias, RandomTables.COLUMNS);
            List<Visible> all = new ArrayList<>(inner);
            if (random.nextBoolean()) {
                all.addAll(outer);
            }
            // one row, whatever the condition
            String value =
                    switch (type) {
                        case INT ->
                            List.of("cast(count(*) as integer)", "min(" + alias + ".ia)", "max(" + alias + ".ib)")
                                    .get(random.nextInt(3));
                        case BOOL -> "count(*) > 2";
                        default -> "max(" + new RandomExpressions(random, inner, null).column(type) + ")";
                    };
            return "select " + value + " from " + table() + " " + alias + " where "
                    + new RandomExpressions(random, all, null).condition(1);
        }
    }

    private String aggregate() {
        From from = from();
        RandomExpressions expressions = new RandomExpressions(random, from.columns(), new Nested());
        RandomExpressions plain = new RandomExpressions(random, from.columns(), null);
        List<String> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Type type = RandomExpressions.anyType(random);
            keys.add(random.nextInt(3) > 0 ? plain.column(type) : plain.expression(type, 1));
        }
        keys.removeIf(key -> !key.contains("a") || !key.contains("."));
        String where = random.nextInt(3) == 0 ? " where " + expressions.condition(1) : "";
        List<String> outputs = new ArrayList<>();
        keys.forEach(key -> outputs.add(key + " as c" + outputs.size()));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String call = aggregateCall(plain);
            // H2 counts the whole table when nothing but such a filter, which it knows to be FALSE, stands against it.
            boolean filtered =
                    random.nextInt(5) == 0 && !(call.equals("count(*)") && keys.isEmpty() && where.isEmpty());
            String filter = filtered ? " filter (where " + plain.condition(1) + ")" : "";
            outputs.add(call + filter + " as c" + outputs.size());
        }
        String group = keys.isEmpty() ? "" : " group by " + String.join(", ", keys);
        String having = !keys.isEmpty() && random.nextInt(3) == 0 ? " having " + having(plain) : "";
        return "select " + String.join(", ", outputs) + " from " + from.sql() + where + group + having;
    }

    private String having(RandomExpressions plain) {
        return random.nextBoolean()
                ? "count(*) > " + random.nextInt(4)
                : "max(" + plain.column(Type.INT) + ") >= " + random.nextInt(5);
    }

    private String aggregateCall(RandomExpressions expressions) {
        String distinct = random.nextInt(4) == 0 ? "distinct " : "";
        Type any = RandomExpressions.anyType(random);
        Type ordered = any == Type.BOOL ? Type.INT : any;
        return switch (random.nextInt(10)) {
            case 0 -> "count(*)";
            case 1 -> "count(" + distinct + expressions.expression(any, 1) + ")";
            case 2, 3 -> "sum(" + distinct + expressions.expression(Type.INT, 1) + ")";
            case 4 -> "sum(" + distinct + expressions.expression(Type.DECIMAL, 1) + ")";
            case 5 -> "sum(" + expressions.expression(Type.DOUBLE, 1) + ")";
            case 6 -> "min(" + expressions.expression(ordered, 1) + ")";
            case 7 -> "max(" + expressions.expression(ordered, 1) + ")";
            case 8 -> "avg(" + distinct + expressions.column(Type.INT) + ")";
            default ->
                List.of("var_pop", "stddev_samp", "var_samp").get(random.nextInt(3)) + "("
                        + expressions.column(Type.INT) + ")";
        };
    }

    private String setOperation() {
        List<Type> types = types();
        StringBuilder sql = new StringBuilder("(" + select(types, List.of(), false) + ")");
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String operation =
                    List.of("union", "union all", "intersect", "except").get(random.nextInt(4));
            sql.insert(0, "(").append(") ").append(operation).append(" (").append(select(types, List.of(), false));
            sql.append(")");
        }
        return sql.toString();
    }

    private String window() {
        String alias = "a" + aliases++;
        List<Visible> columns = RandomExpressions.visible(alias, RandomTables.COLUMNS);
        RandomExpressions expressions = new RandomExpressions(random, columns, null);
        List<String> outputs = new ArrayList<>(List.of(alias + ".id as c0"));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            outputs.add(windowCall(alias, expressions) + " as c" + outputs.size());
        }
        String where = random.nextInt(3) == 0 ? " where " + expressions.condition(1) : "";
        return "select " + String.join(", ", outputs) + " from " + table() + " " + alias + where;
    }

    private String windowCall(String alias, RandomExpressions expressions) {
        String partition =
                random.nextBoolean() ? "partition by " + expressions.column(RandomExpressions.anyType(random)) : "";
        String byPeers = " order by " + orderKey(expressions.column(Type.INT));
        String total = byPeers + ", " + alias + ".id";
        String aggregate = List.of("sum", "min", "max", "count", "avg").get(random.nextInt(5)) + "("
                + expressions.column(random.nextBoolean() ? Type.INT : Type.DECIMAL) + ")";
        return switch (random.nextInt(7)) {
            case 0 -> "row_number() over (" + partition + total + ")";
            case 1 -> List.of("rank", "dense_rank").get(random.nextInt(2)) + "() over (" + partition + byPeers + ")";
            case 2 -> aggregate + " over (" + partition + ")";
            case 3 -> aggregate + " over (" + partition + byPeers + ")";
            case 4 -> aggregate + " over (" + partition + total + " rows between " + frame() + ")";
            case 5 ->
                List.of("lag", "lead").get(random.nextInt(2)) + "("
                        + expressions.column(RandomExpressions.anyType(random)) + ", " + (1 + random.nextInt(2))
                        + ") over (" + partition + total + ")";
            default ->
                List.of("first_value", "last_value").get(random.nextInt(2)) + "("
                        + expressions.column(RandomExpressions.anyType(random)) + ") over (" + partition + total
                        + " rows between " + frame() + ")";
        };
    }

    private String frame() {
        return switch (random.nextInt(4)) {
            case 0 -> "unbounded preceding and current row";
            case 1 -> random.nextInt(3) + " preceding and " + random.nextInt(3) + " following";
            case 2 -> "current row and unbounded following";
            default -> "unbounded preceding and " + random.nextInt(3) + " preceding";
        };
    }

    private String orderKey(String key) {
        return key + (random.nextBoolean() ? " desc" : "") + (random.nextBoolean() ? " nulls first" : " nulls last");
    }

    private String ordered() {
        List<Type> types = types();
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= types.size(); i++) {
            keys.add(orderKey(Integer.toString(i)));
        }
        String limit = random.nextBoolean()
                ? " offset " + random.nextInt(4) + " rows fetch next " + random.nextInt(8) + " rows only"
                : "";
        return select(types, List.of(), true) + " order by " + String.join(", ", keys) + limit;
    }

    private String nested() {
        List<Type> types = types();
        String alias = "n" + aliases++;
        List<Visible> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new Visible(alias + ".c" + i, types.get(i)));
        }
        RandomExpressions expressions = new RandomExpressions(random, columns, new Nested());
        return "select " + alias + ".c0 as r, count(*) as n from (" + select(types, List.of(), true) + ") " + alias
                + " where " + expressions.condition(1) + " group by " + alias + ".c0";
    }

    private String common() {
        List<Type> types = types();
        String left = "x" + aliases++;
        String right = "y" + aliases++;
        String query = select(types, List.of(), false);
        return "with w as (" + query + ") select " + left + ".c0, " + right + ".c0 as d0 from w " + left
                + " left join w " + right + " on " + left + ".c0 = " + right + ".c0";
    }
}
