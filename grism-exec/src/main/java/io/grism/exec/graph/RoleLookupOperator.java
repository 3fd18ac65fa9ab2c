package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The input's columns, then what is asked of the incidences of hyperedges whose ids they hold; NULL for an id that is NULL. */
public final class RoleLookupOperator implements Operator {
    private final Operator input;
    private final GraphTables graph;
    private final OperatorContext context;
    private final List<RoleProperty> properties;
    private final List<Field> fields;
    /** Per edge table and role name, in the order of declaration, the players. */
    private final List<List<Role>> roles = new ArrayList<>();

    private final IdColumn hyperedgeIds = new IdColumn("");
    private final IdColumn playerIds = new IdColumn("");
    private int[] places = new int[0];

    /** The players of the hyperedges of a table in one role: one index for each table of players. */
    private record Role(String name, int[] playerTables, Adjacency[] players) {
        boolean isPlayed(int row) {
            return arity(row) > 0;
        }

        int arity(int row) {
            int arity = 0;
            for (Adjacency index : players) {
                arity += index.degree(row);
            }
            return arity;
        }

        boolean isPlayedBy(int row, long player) {
            for (int i = 0; i < players.length; i++) {
                if (playerTables[i] == GraphTables.tableOf(player)) {
                    int wanted = (int) GraphTables.rowOf(player);
                    int at = players[i].firstPosition(row, wanted);
                    return at < players[i].offsets()[row + 1] && players[i].neighbours()[at] == wanted;
                }
            }
            return false;
        }
    }

    /** {@code fields} are name and type of each property's column. */
    public RoleLookupOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            List<RoleProperty> properties,
            List<Field> fields,
            OperatorContext context) {
        this.input = input;
        this.graph = graph;
        this.context = context;
        this.properties = List.copyOf(properties);
        this.fields = List.copyOf(fields);
        GraphIndex index = new GraphIndex(graph, snapshot);
        for (int edge = 0; edge < graph.edges().size(); edge++) {
            List<Role> own = new ArrayList<>();
            for (String name : graph.edges().get(edge).roleNames()) {
                own.add(role(index, edge, name));
            }
            roles.add(own);
        }
    }

    private Role role(GraphIndex index, int edge, String name) {
        List<IncidenceTable> tables = index.incidenceTables();
        int[] numbers = IntStream.range(0, tables.size())
                .filter(number -> tables.get(number).edge() == edge
                        && tables.get(number).role().equals(name))
                .toArray();
        Adjacency[] players = new Adjacency[numbers.length];
        int[] playerTables = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            players[i] = index.incidences(numbers[i], context.allocator()).players();
            playerTables[i] = tables.get(numbers[i]).player();
        }
        return new Role(name, playerTables, players);
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        Batch batch = input.next();
        if (batch == null) {
            return null;
        }
        int width = batch.columnCount();
        FieldVector[] vectors = new FieldVector[width + fields.size()];
        for (int c = 0; c < width; c++) {
            vectors[c] = batch.column(c);
        }
        try {
            for (int p = 0; p < fields.size(); p++) {
                vectors[width + p] = lookUp(batch, properties.get(p), fields.get(p));
            }
            return new Batch(batch.rowCount(), vectors);
        } catch (Throwable e) {
            for (FieldVector vector : vectors) {
                if (vector != null) {
                    vector.close();
                }
            }
            throw e;
        }
    }

    private FieldVector lookUp(Batch batch, RoleProperty property, Field field) {
        int count = batch.rowCount();
        long[] hyperedges = hyperedgeIds.read(batch.column(property.hyperedge()), count);
        if (property instanceof RoleProperty.Plays plays) {
            long[] players = playerIds.read(batch.column(plays.player()), count);
            return plays(plays.role(), hyperedges, players, count, field);
        }
        return property instanceof RoleProperty.Arity
                ? arity(hyperedges, count, field)
                : roleNames(hyperedges, count, field);
    }

    private List<Role> rolesOf(long hyperedge) {
        int edge = hyperedge < 0 ? -1 : graph.edgeOfElement(GraphTables.tableOf(hyperedge));
        return edge < 0 ? List.of() : roles.get(edge);
    }

    private FieldVector arity(long[] hyperedges, int count, Field field) {
        BigIntVector vector = (BigIntVector) field.createVector(context.allocator());
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            int arity = 0;
            int row = (int) GraphTables.rowOf(hyperedges[i]);
            for (Role role : rolesOf(hyperedges[i])) {
                arity += role.arity(row);
            }
            if (hyperedges[i] >= 0) {
                vector.set(i, arity);
            }
        }
        vector.setValueCount(count);
        return vector;
    }

    private FieldVector plays(String name, long[] hyperedges, long[] players, int count, Field field) {
        BitVector vector = (BitVector) field.createVector(context.allocator());
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            boolean plays = false;
            int row = (int) GraphTables.rowOf(hyperedges[i]);
            for (Role role : rolesOf(hyperedges[i])) {
                plays |= role.name.equals(name) && players[i] >= 0 && role.isPlayedBy(row, players[i]);
            }
            if (hyperedges[i] >= 0 && players[i] >= 0) {
                vector.set(i, plays ? 1 : 0);
            }
        }
        vector.setValueCount(count);
        return vector;
    }

    private FieldVector roleNames(long[] hyperedges, int count, Field field) {
        Column values = Columns.create(field);
        for (int i = 0; i < count; i++) {
            int row = (int) GraphTables.rowOf(hyperedges[i]);
            values.append(
                    hyperedges[i] < 0
                            ? null
                            : rolesOf(hyperedges[i]).stream()
                                    .filter(role -> role.isPlayed(row))
                                    .map(Role::name)
                                    .toList());
        }
        if (places.length < count) {
            places = new int[count];
            Arrays.setAll(places, i -> i);
        }
        return values.gather(places, 0, count, context.allocator());
    }

    @Override
    public void close() {
        input.close();
    }
}
