package io.grism.calcite.rule;

import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/** Drops columns that nothing above uses, down to the scans. */
public final class ColumnTrimmer extends RelFieldTrimmer {
    public ColumnTrimmer(RelBuilder builder) {
        super(null, builder);
    }
}
