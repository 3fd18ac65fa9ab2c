package io.grism.calcite.statistics;

import java.util.List;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** What the planner asks of rels: Calcite's metadata, with our own row counts, distinct values and selectivities before it. */
public final class PlanningMetadata {
    /** Ours first. */
    public static final RelMetadataProvider PROVIDER = ChainedRelMetadataProvider.of(List.of(
            GraphRowCount.SOURCE,
            ReflectiveRelMetadataProvider.reflectiveSource(new RowCounts(), BuiltInMetadata.RowCount.Handler.class),
            ReflectiveRelMetadataProvider.reflectiveSource(
                    new DistinctValues(), BuiltInMetadata.DistinctRowCount.Handler.class),
            ReflectiveRelMetadataProvider.reflectiveSource(
                    new Selectivities(), BuiltInMetadata.Selectivity.Handler.class),
            DefaultRelMetadataProvider.INSTANCE));

    private PlanningMetadata() {}

    /** A new query with a cache of its own: without one, what is asked of a deep plan is computed again at each level, which is exponential. */
    public static RelMetadataQuery query(RelOptPlanner planner) {
        return new CachingQuery(planner);
    }
}
