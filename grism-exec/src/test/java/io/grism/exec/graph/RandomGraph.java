package io.grism.exec.graph;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.VertexTable;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.WriteTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A small graph from a seed, as rows of boxed values: one to three vertex tables {@code v0 (id BIGINT, x INTEGER, s VARCHAR)}, one to four edge tables
 * {@code e0 (src BIGINT, dst BIGINT, w INTEGER)} between any of them. There are self-loops, parallel edges, dangling edges, edges with a NULL key, isolated vertices and empty
 * tables.
 *
 * @param vertices rows per vertex table
 * @param edges rows per edge table
 * @param sources vertex table of the source, per edge table
 * @param destinations vertex table of the destination, per edge table
 */
public record RandomGraph(
        List<List<List<@Nullable Object>>> vertices,
        List<List<List<@Nullable Object>>> edges,
        List<Integer> sources,
        List<Integer> destinations) {
    public static final Schema VERTEX_SCHEMA =
            TestRows.schema(TypeKind.BIGINT.field("id"), TypeKind.INTEGER.field("x"), TypeKind.VARCHAR.field("s"));
    public static final Schema EDGE_SCHEMA =
            TestRows.schema(TypeKind.BIGINT.field("src"), TypeKind.BIGINT.field("dst"), TypeKind.INTEGER.field("w"));

    /** A graph with up to {@code mostVertices} vertices in all. */
    public static RandomGraph create(Random random, int mostVertices) {
        int vertexTables = 1 + random.nextInt(3);
        List<List<List<@Nullable Object>>> vertices = new ArrayList<>();
        for (int table = 0; table < vertexTables; table++) {
            int rows = random.nextInt(mostVertices / vertexTables + 1);
            List<Long> keys = new ArrayList<>();
            for (long key = 0; key < rows; key++) {
                keys.add(key * 3 - 2);
            }
            Collections.shuffle(keys, random);
            List<List<@Nullable Object>> table0 = new ArrayList<>();
            for (Long key : keys) {
                Object x = random.nextInt(5) == 0 ? null : random.nextInt(4);
                table0.add(TestRows.row(key, x, "s" + random.nextInt(3)));
            }
            vertices.add(table0);
        }
        List<List<List<@Nullable Object>>> edges = new ArrayList<>();
        List<Integer> sources = new ArrayList<>();
        List<Integer> destinations = new ArrayList<>();
        int edgeTables = 1 + random.nextInt(4);
        for (int table = 0; table < edgeTables; table++) {
            int source = random.nextInt(vertexTables);
            int destination = random.nextBoolean() ? source : random.nextInt(vertexTables);
            sources.add(source);
            destinations.add(destination);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int row = random.nextInt(9); row > 0; row--) {
                List<@Nullable Object> edge = TestRows.row(
                        key(vertices.get(source), random), key(vertices.get(destination), random), random.nextInt(4));
                rows.add(edge);
                if (random.nextInt(6) == 0) {
                    rows.add(TestRows.row(edge.get(0), edge.get(1), random.nextInt(4)));
                }
            }
            edges.add(rows);
        }
        return new RandomGraph(vertices, edges, sources, destinations);
    }

    private static @Nullable Object key(List<List<@Nullable Object>> vertices, Random random) {
        int choice = random.nextInt(14);
        if (choice == 0) {
            return null;
        }
        if (choice == 1 || vertices.isEmpty()) {
            return 1_000L + random.nextInt(3);
        }
        return vertices.get(random.nextInt(vertices.size())).get(0);
    }

    public static ObjectName vertexTable(int ordinal) {
        return new ObjectName("main", "v" + ordinal);
    }

    public static ObjectName edgeTable(int ordinal) {
        return new ObjectName("main", "e" + ordinal);
    }

    /** Writes the tables to a store. */
    public void write(Store store, BufferAllocator allocator) {
        try (WriteTransaction write = store.begin()) {
            for (int table = 0; table < vertices.size(); table++) {
                create(write, vertexTable(table), VERTEX_SCHEMA, List.of("BIGINT", "INTEGER", "VARCHAR"), List.of(0));
                write.append(vertexTable(table), TestRows.stream(VERTEX_SCHEMA, vertices.get(table), 3, allocator));
            }
            for (int table = 0; table < edges.size(); table++) {
                create(write, edgeTable(table), EDGE_SCHEMA, List.of("BIGINT", "BIGINT", "INTEGER"), List.of());
                write.append(edgeTable(table), TestRows.stream(EDGE_SCHEMA, edges.get(table), 5, allocator));
            }
            write.commit();
        }
    }

    private static void create(
            WriteTransaction write, ObjectName name, Schema schema, List<String> types, List<Integer> key) {
        write.createTable(new TableDefinition(name, schema, types, key, List.of(), List.of()));
    }

    /** The graph over these tables. */
    public GraphTables tables() {
        List<VertexTable> vertexTables = new ArrayList<>();
        for (int table = 0; table < vertices.size(); table++) {
            vertexTables.add(new VertexTable(vertexTable(table)));
        }
        List<EdgeTable> edgeTables = new ArrayList<>();
        for (int table = 0; table < edges.size(); table++) {
            Role source = new Role("source", List.of(0), sources.get(table), List.of(0));
            Role destination = new Role("destination", List.of(1), destinations.get(table), List.of(0));
            edgeTables.add(new EdgeTable(edgeTable(table), List.of(source, destination)));
        }
        return new GraphTables(new ObjectName("main", "g"), vertexTables, edgeTables);
    }
}
