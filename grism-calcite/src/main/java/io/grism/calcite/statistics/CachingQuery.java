package io.grism.calcite.statistics;

import com.google.common.collect.Multimap;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.CachingRelMetadataProvider;
import org.apache.calcite.rel.metadata.Metadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.UnboundMetadata;
import org.jspecify.annotations.Nullable;

/** A metadata query with a cache of its own. The planner makes many of them, so they share the handlers, which are slow to make and find the cache in the query. */
final class CachingQuery extends RelMetadataQuery {
    private static final MetadataHandlerProvider HANDLERS = new Handlers();

    @SuppressWarnings("deprecation") // the cache has no successor for providers without Janino
    private final RelMetadataProvider cache;

    @SuppressWarnings("deprecation")
    CachingQuery(RelOptPlanner planner) {
        super(HANDLERS);
        this.cache = new CachingRelMetadataProvider(PlanningMetadata.PROVIDER, planner);
    }

    /** Makes each handler once. */
    private static final class Handlers implements MetadataHandlerProvider {
        private final Map<Class<?>, MetadataHandler<?>> handlers = new ConcurrentHashMap<>();
        private final MetadataHandlerProvider maker = new ProxyingMetadataHandlerProvider(new CacheOfQuery());

        @Override
        public <M extends MetadataHandler<?>> M handler(Class<M> handlerClass) {
            MetadataHandler<?> made = handlers.get(handlerClass);
            return handlerClass.cast(
                    made != null
                            ? made
                            : handlers.computeIfAbsent(handlerClass, absent -> maker.handler(handlerClass)));
        }
    }

    /** Answers from the cache of the query that asks. */
    private static final class CacheOfQuery implements RelMetadataProvider {
        @Override
        @Deprecated
        public <M extends @Nullable Metadata> UnboundMetadata<M> apply(
                Class<? extends RelNode> relClass, Class<? extends M> metadataClass) {
            return (rel, query) -> {
                UnboundMetadata<M> cached = ((CachingQuery) query).cache.apply(rel.getClass(), metadataClass);
                if (cached == null) {
                    throw new IllegalStateException("no " + metadataClass + " of " + rel);
                }
                return cached.bind(rel, query);
            };
        }

        @Override
        @Deprecated
        public <M extends Metadata> Multimap<Method, MetadataHandler<M>> handlers(MetadataDef<M> definition) {
            return PlanningMetadata.PROVIDER.handlers(definition);
        }

        @Override
        public List<MetadataHandler<?>> handlers(Class<? extends MetadataHandler<?>> handlerClass) {
            return PlanningMetadata.PROVIDER.handlers(handlerClass);
        }
    }
}
