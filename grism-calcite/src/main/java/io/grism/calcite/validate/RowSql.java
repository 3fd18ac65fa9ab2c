package io.grism.calcite.validate;

import java.util.function.IntFunction;

/** A row of an element table somewhere in a query. */
interface RowSql {
    /** A column of one of its tables, by the number of the element table. */
    String column(int table, int ordinal);

    /** The condition that it is of an element table, or nothing when it must be. */
    String isOf(int table);

    /** A row of a stored table under an alias. */
    record Stored(String alias, IntFunction<String> columnName) implements RowSql {
        @Override
        public String column(int table, int ordinal) {
            return ElementSql.quote(alias) + "." + ElementSql.quote(columnName.apply(ordinal));
        }

        @Override
        public String isOf(int table) {
            return "";
        }
    }
}
