package io.grism.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** {@code ./grism demo}: a small shop, and six questions about it. */
final class Demo {
    private Demo() {}

    static int run() throws IOException {
        try (Script script = Script.open("jdbc:grism:", null)) {
            if (script == null) {
                return 1;
            }
            System.out.println(
                    "A shop in memory: people who know each other, work for companies and order their products.\n");
            if (!script.runAll(resource("demo-data.sql"))) {
                return 1;
            }
            for (String query : StatementSplitter.split(resource("demo-queries.sql"))) {
                System.out.println(query + ";");
                long start = System.nanoTime();
                if (!script.command(query)) {
                    return 1;
                }
                System.out.printf("%d ms%n%n", (System.nanoTime() - start) / 1_000_000);
            }
            System.out.println(
                    "Next: ./grism sql opens a shell. docs/sql.md tells what it understands, docs/graph.md what hyperedges are.");
            return 0;
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Demo.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("missing resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
