package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The input's columns, then what is asked of the incidences of hyperedges whose ids they hold; NULL for an id that is NULL. */
public final class RoleLookupOperator implements Operator {
    private final Operator input;
    private final OperatorContext context;
    private final List<RoleProperty> properties;
    private final List<Field> fields;
    private final List<List<Side>> sides = new ArrayList<>();
    private final IdColumn hyperedgeIds = new IdColumn("");
    private final IdColumn playerIds = new IdColumn("");
    private int[] places = new int[0];

    /** The players of the hyperedges of a table in one role, from one table. */
    private record Side(IncidenceTable table, Adjacency players) {}

    /** {@code fields} are name and type of each property's column. */
    public RoleLookupOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            List<RoleProperty> properties,
            List<Field> fields,
            OperatorContext context) {
        this.input = input;
        this.context = context;
        this.properties = List.copyOf(properties);
        this.fields = List.copyOf(fields);
        GraphIndex index = new GraphIndex(graph, snapshot);
        graph.edges().forEach(edge -> sides.add(new ArrayList<>()));
        for (int number = 0; number < index.incidenceTables().size(); number++) {
            IncidenceTable table = index.incidenceTables().get(number);
            Adjacency players = index.incidences(number, context.allocator()).players();
            sides.get(table.edge()).add(new Side(table, players));
        }
        this.graph = graph;
    }

    private final GraphTables graph;

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
        long[] players = property instanceof RoleProperty.Plays plays
                ? playerIds.read(batch.column(plays.player()), count)
                : hyperedges;
        Column values = Columns.create(field);
        for (int i = 0; i < count; i++) {
            values.append(hyperedges[i] < 0 || players[i] < 0 ? null : value(property, hyperedges[i], players[i]));
        }
        if (places.length < count) {
            places = new int[count];
            for (int i = 0; i < count; i++) {
                places[i] = i;
            }
        }
        return values.gather(places, 0, count, context.allocator());
    }

    private Object value(RoleProperty property, long hyperedge, long player) {
        int edge = graph.edgeOfElement(GraphTables.tableOf(hyperedge));
        List<Side> own = edge < 0 ? List.of() : sides.get(edge);
        int row = (int) GraphTables.rowOf(hyperedge);
        if (property instanceof RoleProperty.Plays plays) {
            return own.stream().anyMatch(side -> plays(side, plays.role(), row, player));
        }
        if (property instanceof RoleProperty.Roles) {
            Set<String> names = new LinkedHashSet<>();
            for (Side side : own) {
                if (side.players.degree(row) > 0) {
                    names.add(side.table.role());
                }
            }
            return List.copyOf(names);
        }
        long arity = 0;
        for (Side side : own) {
            arity += side.players.degree(row);
        }
        return arity;
    }

    private static boolean plays(Side side, String role, int row, long player) {
        if (!side.table.role().equals(role) || side.table.player() != GraphTables.tableOf(player)) {
            return false;
        }
        int wanted = (int) GraphTables.rowOf(player);
        int at = side.players.firstPosition(row, wanted);
        return at < side.players.offsets()[row + 1] && side.players.neighbours()[at] == wanted;
    }

    @Override
    public void close() {
        input.close();
    }
}
