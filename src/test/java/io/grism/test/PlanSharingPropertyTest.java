package io.grism.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.api.GrismConnection;
import io.grism.api.GrismStatement;
import io.grism.exec.error.GrismException;
import io.grism.exec.test.Seeds;
import io.grism.parser.SqlTemplate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random queries answered by the plan of a query with other literals, by a new plan that takes literals for parameters, and by one that does not: same types, rows and errors. The
 * seed of a failure is in its message; {@code -Dgrism.seed=…} runs it again.
 */
final class PlanSharingPropertyTest {
    /** Results of more rows are not compared. */
    private static final int MOST_ROWS = 20_000;

    private static final int DATABASES = 8;
    private static final int QUERIES = 30;
    /** Makes a statement too long to share its plan. */
    private static final String LONG = " ".repeat(20_000);

    private static final int RISKY = 5;
    /** The class of the SQLSTATEs of data exceptions. */
    private static final String DATA = "22";

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "10000000000",
            "1.0",
            "1.25",
            "2.5",
            "1.255",
            ".25",
            "99999999999999999999");
    private static final List<String> STRINGS =
            List.of("''", "'a'", "'b'", "'bc'", "'a '", "'it''s'", "'abcdefghijklm'", "'1'");

    @Test
    void sharedPlansAnswerAsTheirOwn() throws SQLException {
        long first = Seeds.first();
        int databases = System.getProperty("grism.seed") == null ? DATABASES : 1;
        int shared = 0;
        for (int i = 0; i < databases || i < 10 * databases && shared < databases; i++) {
            long seed = first + i;
            Random random = new Random(seed);
            try (Connection connection = DriverManager.getConnection(url(random))) {
                new RandomTables(random).create(connection);
                createGraph(connection, random);
                RandomQuery queries = new RandomQuery(random);
                for (int q = 0; q < QUERIES; q++) {
                    String sql =
                            switch (random.nextInt(3)) {
                                case 0 -> queries.next();
                                case 1 -> lookUp(random);
                                default -> pattern(random);
                            };
                    shared += compare(connection, sql, random, "-Dgrism.seed=" + seed);
                }
            }
        }
        assertTrue(shared >= databases, "few plans were shared: " + shared);
    }

    private static String url(Random random) {
        return "jdbc:grism:threads=" + (1 + random.nextInt(3))
                + (random.nextBoolean() ? ";runtime=stages;partitions=" + (1 + random.nextInt(4)) : "");
    }

    /** Compares the ways to answer; gives 1 if the plan was another query's. */
    private static int compare(Connection connection, String sql, Random random, String seed) throws SQLException {
        String other = otherLiterals(sql, random);
        answer(connection, other);
        List<String> expected = answer(connection, sql + LONG);
        if (expected.size() > MOST_ROWS) {
            // a product of products: reading it again tells nothing more
            return 0;
        }
        String message = seed + "\nafter " + other + "\n" + sql;
        assertSame(expected, answer(connection, sql), message);
        assertSame(expected, answer(connection, sql + " /* " + random.nextLong() + " */"), message);
        GrismConnection session = connection.unwrap(GrismConnection.class);
        try (GrismStatement left = session.prepare(other);
                GrismStatement right = session.prepare(sql)) {
            return !other.equals(sql) && left.plan() == right.plan() ? 1 : 0;
        } catch (GrismException e) {
            return 0;
        }
    }

    /** Which of several conditions a row meets first is the planner's choice, who looks at the literals; so one plan may leave a row out before another's cast fails on it. */
    private static void assertSame(List<String> expected, List<String> actual, String message) {
        boolean oneFails = expected.equals(List.of(DATA)) || actual.equals(List.of(DATA));
        if (!oneFails || isError(expected) && isError(actual)) {
            assertEquals(expected, actual, message);
        }
    }

    private static boolean isError(List<String> answer) {
        return answer.size() == 1 && !answer.get(0).endsWith(" ");
    }

    /** The query with other literals, mostly where a plan may be shared. */
    private static String otherLiterals(String sql, Random random) {
        SqlTemplate template = SqlTemplate.of(sql);
        boolean compared = random.nextInt(5) > 0;
        String marked = template.marked();
        int[] at = {-1};
        return template.with(i -> {
            at[0] = marked.indexOf(SqlTemplate.MARK, at[0] + 1);
            String literal = template.literals().get(i).text();
            String before = marked.substring(0, at[0]);
            boolean keep =
                    literal.matches("'\\d+-.*'") || compared && !before.endsWith("= ") && !before.endsWith("<> ");
            boolean digit = literal.length() == 1 && random.nextInt(5) > 0;
            return keep
                    ? literal
                    : digit
                            ? Integer.toString(random.nextInt(9))
                            : pick(literal.startsWith("'") ? STRINGS : NUMBERS, random);
        });
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static void createGraph(Connection connection, Random random) throws SQLException {
        List<String> vertices = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        for (int id = 0; id < 8; id++) {
            vertices.add("(" + id + ", " + (random.nextInt(4) == 0 ? "null" : random.nextInt(4)) + ", "
                    + pick(STRINGS.subList(0, 4), random) + ")");
        }
        for (int i = 0; i < 20; i++) {
            edges.add("(" + random.nextInt(8) + ", " + random.nextInt(8) + ", " + random.nextInt(4) + ")");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table p (id bigint primary key, x integer, s varchar(5))");
            statement.execute("create table k (src bigint, dst bigint, w decimal(5, 1))");
            statement.execute("insert into p values " + String.join(", ", vertices));
            statement.execute("insert into k values " + String.join(", ", edges));
            statement.execute("create property graph g vertex tables (p) edge tables (k key (src, dst, w)"
                    + " source key (src) references p (id) destination key (dst) references p (id))");
        }
    }

    private static String lookUp(Random random) {
        String conditions =
                conditions(List.of("a.id", "a.ia", "a.sa", "a.da", "a.xa", "a.fa", "b.ib", "b.sb"), 0, random);
        String more = conditions(List.of("a.ib", "b.sb", "b.da"), 0, random);
        return switch (random.nextInt(5)) {
            case 0 -> "select a.*, b.ia + 1 from t0 a join t1 b on a.ia = b.ia and " + more + " where " + conditions;
            case 1 ->
                "select a.ia, count(*) from t0 a left join t1 b on " + more + " where " + conditions + " group by a.ia";
            case 2 ->
                "select a.sa from t0 a, t1 b where " + conditions + " union select b.sb from t1 b, t2 a where " + more;
            case 3 ->
                "with c as (select b.* from t1 b, t2 a where " + more
                        + ") select distinct a.id, b.ia, 5 from t0 a, c b where " + conditions
                        + " order by 1, 2 limit 10";
            default ->
                "select a.id, b.id from t0 a, t1 b where " + conditions + " and a.ia in (select ib from t2 where ia <> "
                        + pick(NUMBERS, random) + " or " + more + ")";
        };
    }

    private static String pattern(Random random) {
        String conditions = conditions(List.of("a.id", "a.x", "a.s", "b.id", "b.s"), RISKY, random);
        String first = pick(List.of("", " where " + conditions(List.of("a.id", "a.x", "a.s"), RISKY, random)), random);
        String edge = pick(List.of("", " where " + conditions(List.of("e.w"), RISKY, random)), random);
        String quantifier = pick(List.of("", "{1,2}", "{0,3}"), random);
        return "select id, n, x + 1 from graph_table (g match (a is p" + first + ")-[e is k" + edge + "]->" + quantifier
                + "(b is p) where " + conditions + " columns (a.id, b.id as n, b.x))";
    }

    /** Comparisons of columns with literals; of a hundred, as many as {@code risky} with a literal of another type, which may be an error. */
    private static String conditions(List<String> columns, int risky, Random random) {
        StringBuilder sql = new StringBuilder();
        List<String> once = new ArrayList<>(columns);
        Collections.shuffle(once, random);
        for (int i = random.nextInt(Math.min(3, columns.size())); i >= 0; i--) {
            String column = random.nextInt(8) == 0 ? pick(columns, random) : once.get(i);
            boolean text = column.matches(".*\\.s.?");
            String literal = text != (random.nextInt(100) < risky) ? pick(STRINGS, random) : pick(NUMBERS, random);
            String operator = pick(List.of("=", "=", "=", "<>", "<"), random);
            sql.append(random.nextInt(6) == 0 ? "not " : "")
                    .append(
                            random.nextInt(5) == 0
                                    ? literal + " " + operator + " " + column
                                    : column + " " + operator + " " + literal)
                    .append(i == 0 ? "" : random.nextInt(4) == 0 ? " or " : " and ");
        }
        return "(" + sql + ")";
    }

    /** Types and rows as text, in order if the query asks for one; or its error, of a data exception the class. */
    private static List<String> answer(Connection connection, String sql) {
        List<String> rows = new ArrayList<>();
        StringBuilder types = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                types.append(columns.getColumnLabel(i))
                        .append(' ')
                        .append(columns.getColumnTypeName(i))
                        .append(columns.getPrecision(i))
                        .append(',')
                        .append(columns.getScale(i))
                        .append(columns.isNullable(i))
                        .append(' ');
            }
            while (rows.size() <= MOST_ROWS && result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                rows.add(row.toString());
            }
        } catch (SQLException e) {
            String state = e.getSQLState();
            return List.of(state.startsWith(DATA) ? DATA : state + " " + e.getMessage());
        }
        if (!sql.contains(" order by 1")) {
            Collections.sort(rows);
        }
        rows.add(0, types.toString());
        return rows;
    }
}
