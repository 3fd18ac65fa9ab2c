package io.grism.calcite.function;

import io.grism.exec.expr.EvaluationContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** The running statement as Calcite's functions see it: time, time zone, user. Made by generated code, one a batch. */
public final class GeneratedRoot implements DataContext {
    private static final ThreadLocal<@Nullable EvaluationContext> CURRENT = new ThreadLocal<>();

    private final Map<String, Object> values = new HashMap<>();

    public GeneratedRoot(EvaluationContext context) {
        TimeZone zone = context.timeZone();
        long now = context.statementTime();
        put(Variable.UTC_TIMESTAMP, now);
        put(Variable.CURRENT_TIMESTAMP, now + zone.getOffset(now));
        put(Variable.LOCAL_TIMESTAMP, now + zone.getOffset(now));
        put(Variable.SYS_TIMESTAMP, now);
        put(Variable.TIME_ZONE, zone);
        put(Variable.USER, context.user());
        put(Variable.SYSTEM_USER, context.user());
        put(Variable.LOCALE, Locale.US);
        put(Variable.CANCEL_FLAG, new AtomicBoolean());
    }

    private void put(Variable variable, Object value) {
        values.put(variable.camelName, value);
    }

    /** The context of the generated function that this thread runs. */
    static EvaluationContext current() {
        EvaluationContext context = CURRENT.get();
        if (context == null) {
            throw new IllegalStateException("no generated function runs on this thread");
        }
        return context;
    }

    /** Runs generated code, with its context known to the functions it calls. */
    public static void run(EvaluationContext context, Runnable code) {
        EvaluationContext outer = CURRENT.get();
        CURRENT.set(context);
        try {
            code.run();
        } finally {
            CURRENT.set(outer);
        }
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
        return values.get(name);
    }
}
