package io.grism.calcite.function;

import io.grism.exec.expr.EvaluationContext;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** The running statement as Calcite's functions see it: time, time zone, user. Made by generated code. */
public final class GeneratedRoot implements DataContext {
    private final EvaluationContext context;

    public GeneratedRoot(EvaluationContext context) {
        this.context = context;
    }

    @Override
    public @Nullable SchemaPlus getRootSchema() {
        return null;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        throw new UnsupportedOperationException("no type factory at run time");
    }

    @Override
    public QueryProvider getQueryProvider() {
        throw new UnsupportedOperationException("no query provider at run time");
    }

    @Override
    public @Nullable Object get(String name) {
        Variable variable = null;
        for (Variable candidate : Variable.values()) {
            if (candidate.camelName.equals(name)) {
                variable = candidate;
            }
        }
        if (variable == null) {
            return null;
        }
        TimeZone zone = context.timeZone();
        long now = context.statementTime();
        return switch (variable) {
            case UTC_TIMESTAMP -> now;
            case CURRENT_TIMESTAMP, LOCAL_TIMESTAMP -> now + zone.getOffset(now);
            case TIME_ZONE -> zone;
            case USER, SYSTEM_USER -> context.user();
            case LOCALE -> Locale.ROOT;
            case CANCEL_FLAG -> new AtomicBoolean();
            default -> null;
        };
    }
}
