package io.grism.exec.graph;

import java.util.function.IntUnaryOperator;

/**
 * What can be asked of the incidences of a hyperedge.
 */
public sealed interface RoleProperty {
    /** The column of the hyperedge's id. */
    int hyperedge();

    /** The same question where columns have other places. */
    RoleProperty moved(IntUnaryOperator place);

    /** The number of its incidences, BIGINT. */
    record Arity(int hyperedge) implements RoleProperty {
        @Override
        public RoleProperty moved(IntUnaryOperator place) {
            return new Arity(place.applyAsInt(hyperedge));
        }
    }

    /** The names of the roles that have a player, in the order of their declaration: an ARRAY of VARCHAR. */
    record Roles(int hyperedge) implements RoleProperty {
        @Override
        public RoleProperty moved(IntUnaryOperator place) {
            return new Roles(place.applyAsInt(hyperedge));
        }
    }

    /** Whether the element in column {@code player} plays a role of a name: BOOLEAN. */
    record Plays(int hyperedge, int player, String role) implements RoleProperty {
        @Override
        public RoleProperty moved(IntUnaryOperator place) {
            return new Plays(place.applyAsInt(hyperedge), place.applyAsInt(player), role);
        }
    }
}
