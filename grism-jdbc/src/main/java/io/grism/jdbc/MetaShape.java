package io.grism.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.MetaImpl;

/** The columns of a metadata result set, in order. */
final class MetaShape {
    private final List<ColumnMetaData> columns = new ArrayList<>();

    MetaShape text(String... names) {
        return add(Types.VARCHAR, "VARCHAR", Rep.STRING, names);
    }

    MetaShape integer(String... names) {
        return add(Types.INTEGER, "INTEGER", Rep.INTEGER, names);
    }

    MetaShape small(String... names) {
        return add(Types.SMALLINT, "SMALLINT", Rep.SHORT, names);
    }

    MetaShape bool(String... names) {
        return add(Types.BOOLEAN, "BOOLEAN", Rep.BOOLEAN, names);
    }

    private MetaShape add(int id, String type, Rep rep, String... names) {
        for (String name : names) {
            columns.add(MetaImpl.columnMetaData(
                    name, columns.size(), ColumnMetaData.scalar(id, type, rep), DatabaseMetaData.columnNullable));
        }
        return this;
    }

    List<ColumnMetaData> columns() {
        return columns;
    }
}
