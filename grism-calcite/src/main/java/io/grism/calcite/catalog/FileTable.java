package io.grism.calcite.catalog;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.storage.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A file read in place: its columns are those that the format finds in it. */
public final class FileTable extends AbstractTable implements TranslatableTable {
    private static final double BYTES_PER_ROW = 64;

    private final String format;
    private final Path path;
    private final Map<String, String> options;
    private final Schema schema;

    FileTable(FileFormat format, Path path, Map<String, String> options) {
        this.format = format.name();
        this.path = path;
        this.options = Map.copyOf(options);
        this.schema = format.inferSchema(path, options);
    }

    public String format() {
        return format;
    }

    public String path() {
        return path.toString();
    }

    public Map<String, String> options() {
        return options;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        return ArrowTypes.rowType(typeFactory, schema);
    }

    /** Rows guessed from the file's length. */
    @Override
    public Statistic getStatistic() {
        try {
            return Statistics.of(Math.max(1, Files.size(path) / BYTES_PER_ROW), List.of());
        } catch (IOException e) {
            return Statistics.UNKNOWN; // reading it will tell what is wrong
        }
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        return LogicalTableScan.create(context.getCluster(), table, List.of());
    }
}
