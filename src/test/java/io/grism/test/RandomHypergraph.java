package io.grism.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A small hypergraph from a seed: one to three vertex tables {@code v0 (id, x)} and one to three hyperedge tables {@code h0 (id, x, k0, k1, …)}, of which some are plain edges. Ids are unique over all tables. Roles have one
 * player, perhaps one, or any number through a table {@code t0 (h, p)}; one role may be declared several times; players are vertices or hyperedges, those of the same table among them. Keys dangle, repeat, and are NULL.
 */
final class RandomHypergraph {
    static final List<String> ROLES = List.of("ra", "rb", "rc");

    /** A row: its id, its property, and the keys in it. */
    record Row(long id, @Nullable Integer x, List<@Nullable Long> keys) {}

    /** How one declaration of a role finds its players: {@code key} is a column of the hyperedge table, or else {@code pairs} are rows of a table. */
    record Role(String name, String players, boolean optional, int key, List<List<@Nullable Long>> pairs) {
        boolean isThrough() {
            return key < 0;
        }
    }

    /** A table; a vertex table has no roles. */
    record Table(String name, boolean plain, List<Role> roles, List<Row> rows) {
        boolean isVertex() {
            return roles.isEmpty();
        }

        List<String> roleNames() {
            return roles.stream().map(Role::name).distinct().toList();
        }
    }

    private final List<Table> tables = new ArrayList<>();
    private final Random random;

    private RandomHypergraph(Random random) {
        this.random = random;
    }

    static RandomHypergraph create(Random random) {
        RandomHypergraph graph = new RandomHypergraph(random);
        int vertexTables = 1 + random.nextInt(2);
        int hyperedgeTables = 1 + random.nextInt(3);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < vertexTables; i++) {
            names.add("v" + i);
        }
        for (int i = 0; i < hyperedgeTables; i++) {
            names.add("h" + i);
        }
        List<Integer> sizes = names.stream()
                .map(name -> random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            graph.tables.add(
                    i < vertexTables
                            ? new Table(
                                    names.get(i), false, List.of(), graph.rows(i, sizes.get(i), List.of(), List.of()))
                            : graph.hyperedges(names, sizes, i, vertexTables));
        }
        return graph;
    }

    List<Table> tables() {
        return tables;
    }

    List<Table> hyperedges() {
        return tables.stream().filter(table -> !table.isVertex()).toList();
    }

    private static long id(int table, int row) {
        return 100L * (table + 1) + row;
    }

    private Table hyperedges(List<String> names, List<Integer> sizes, int own, int vertexTables) {
        boolean plain = random.nextInt(4) == 0;
        List<Role> roles = new ArrayList<>();
        int keys = 0;
        int count = plain ? 2 : 2 + random.nextInt(3);
        for (int r = 0; r < count; r++) {
            int players =
                    random.nextInt(3) == 0 && !plain ? random.nextInt(names.size()) : random.nextInt(vertexTables);
            boolean through = !plain && random.nextInt(3) == 0;
            List<List<@Nullable Long>> pairs = new ArrayList<>();
            for (int p = through ? random.nextInt(7) : 0; p > 0; p--) {
                pairs.add(List.of(key(own, sizes.get(own)), key(players, sizes.get(players))).stream()
                        .map(key -> key < 0 ? null : key)
                        .collect(Collectors.toList()));
            }
            String name = plain ? (r == 0 ? "source" : "destination") : ROLES.get(random.nextInt(ROLES.size()));
            boolean optional = !plain && !through && random.nextBoolean();
            roles.add(new Role(name, names.get(players), optional, through ? -1 : keys++, pairs));
        }
        return new Table(names.get(own), plain, roles, rows(own, sizes.get(own), names, roles, sizes));
    }

    private List<Row> rows(int table, int count, List<String> names, List<Role> roles) {
        return rows(table, count, names, roles, List.of());
    }

    private List<Row> rows(int table, int count, List<String> names, List<Role> roles, List<Integer> sizes) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            List<@Nullable Long> keys = new ArrayList<>();
            for (Role role : roles) {
                if (!role.isThrough()) {
                    int players = names.indexOf(role.players());
                    long key = key(players, sizes.get(players));
                    keys.add(key < 0 ? null : key);
                }
            }
            rows.add(new Row(id(table, row), random.nextInt(5) == 0 ? null : random.nextInt(4), keys));
        }
        return rows;
    }

    /** The id of a row, or of none, or -1 for NULL. */
    private long key(int table, int size) {
        int choice = random.nextInt(20);
        if (choice == 0) {
            return -1;
        }
        return choice == 1 || size == 0 ? 9_000 + random.nextInt(2) : id(table, random.nextInt(size));
    }

    /** The statements that make it, as property graph {@code g}. */
    List<String> script() {
        List<String> script = new ArrayList<>();
        List<String> vertices = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        for (Table table : tables) {
            long keys = table.roles().stream().filter(role -> !role.isThrough()).count();
            StringBuilder columns = new StringBuilder("id BIGINT PRIMARY KEY, x INTEGER");
            for (int k = 0; k < keys; k++) {
                columns.append(", k").append(k).append(" BIGINT");
            }
            script.add("CREATE TABLE " + table.name() + " (" + columns + ")");
            insert(
                    script,
                    table.name(),
                    table.rows().stream().map(RandomHypergraph::values).toList());
            String element = table.name() + roles(table, script) + " LABEL " + table.name()
                    + " PROPERTIES (id, x) LABEL " + (table.isVertex() ? "v" : "h") + " PROPERTIES (id, x)";
            (table.isVertex() ? vertices : edges).add(element);
        }
        script.add("CREATE PROPERTY GRAPH g VERTEX TABLES (" + String.join(", ", vertices) + ") EDGE TABLES ("
                + String.join(", ", edges) + ") SKIP DANGLING EDGES");
        return script;
    }

    private static String roles(Table table, List<String> script) {
        StringBuilder text = new StringBuilder();
        for (Role role : table.roles()) {
            String name = table.plain() ? role.name().toUpperCase(java.util.Locale.ROOT) : "ROLE " + role.name();
            text.append(' ').append(name);
            if (role.isThrough()) {
                String through = "t" + script.size();
                script.add("CREATE TABLE " + through + " (h BIGINT, p BIGINT)");
                insert(
                        script,
                        through,
                        role.pairs().stream()
                                .map(pair -> "(" + pair.get(0) + ", " + pair.get(1) + ")")
                                .toList());
                text.append(" THROUGH ").append(through).append(" KEY (h) PLAYER KEY (p)");
            } else {
                text.append(role.optional() ? " OPTIONAL" : "")
                        .append(" KEY (k")
                        .append(role.key())
                        .append(")");
            }
            text.append(" REFERENCES ").append(role.players()).append(" (id)");
        }
        return text.toString();
    }

    private static String values(Row row) {
        return "(" + row.id() + ", " + row.x()
                + row.keys().stream().map(key -> ", " + key).collect(Collectors.joining()) + ")";
    }

    private static void insert(List<String> script, String table, List<String> rows) {
        if (!rows.isEmpty()) {
            script.add("INSERT INTO " + table + " VALUES " + String.join(", ", rows));
        }
    }
}
