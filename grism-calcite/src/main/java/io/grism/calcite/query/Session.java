package io.grism.calcite.query;

import io.grism.api.GrismConnection;
import io.grism.api.GrismMetadata;
import io.grism.api.GrismResult;
import io.grism.api.GrismStatement;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.catalog.VersionName;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.ProgressListener;
import io.grism.exec.remote.RemoteRuntime;
import io.grism.exec.storage.FileFormat;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** A connection: settings, the current schema, prepared statements. */
final class Session implements GrismConnection {
    static final String DEFAULT_SCHEMA = "main";

    private final Database database;
    private final Transactions transactions;
    private final Settings settings;
    private final Versions versions;
    private final QueryPlanner planner;
    private final PlanCache plans;
    private final Set<BoundStatement> statements = new HashSet<>();
    private @Nullable BufferAllocator allocator;
    private Clusters.@Nullable Lease lease;
    private String schema = DEFAULT_SCHEMA;
    private FileFormat.@Nullable Progress progress;
    private @Nullable ProgressListener queryProgress;
    private boolean closed;

    Session(Database database, Store store, Settings settings) {
        this.database = database;
        this.settings = settings;
        this.transactions = new Transactions(store, settings);
        this.versions = new Versions(store, settings);
        this.planner = new QueryPlanner(settings::convention, versions);
        this.plans = new PlanCache(planner.rexBuilder(), settings::convention);
    }

    /** What a statement is prepared with, to be closed. */
    Snapshot snapshot() {
        VersionName version = settings.readVersion();
        Instant now = Instant.now();
        return versions.view(version == null ? transactions.snapshot() : versions.open(version, now), now);
    }

    /** What a statement sees that runs, until the run is closed. */
    Snapshot snapshot(Run run) {
        VersionName version = settings.readVersion();
        Instant now = run.clock().instant();
        return run.keep(versions.view(
                version == null ? new SharedSnapshot(transactions.snapshot(run)) : versions.open(version, now), now));
    }

    Versions versions() {
        return versions;
    }

    /** Fails while the session reads another version than the newest: it would not see what it writes. */
    void checkReadsNewest() {
        VersionName version = settings.readVersion();
        if (version != null) {
            throw new GrismException(
                    ErrorCode.INVALID_TRANSACTION_STATE,
                    "Cannot change the database: the session reads " + version.sql() + ". RESET "
                            + Settings.READ_VERSION + " first.");
        }
    }

    Transactions transactions() {
        return transactions;
    }

    Settings currentSettings() {
        return settings;
    }

    /** The runtime of the cluster that the settings tell, connected to when first asked for; null when queries run in this process. */
    @Nullable
    synchronized RemoteRuntime cluster() {
        Clusters.Target target = settings.cluster();
        Clusters.Lease held = lease;
        RemoteRuntime runtime = held == null || !held.target().equals(target) ? null : held.runtime();
        if (runtime != null) {
            return runtime;
        }
        leaveCluster();
        if (target == null) {
            return null;
        }
        Clusters.Lease fresh = Clusters.lease(target);
        lease = fresh;
        return fresh.runtime();
    }

    private synchronized void leaveCluster() {
        Clusters.Lease held = lease;
        lease = null;
        if (held != null) {
            held.close();
        }
    }

    /** How many partitions the stages of a query have: as many as the cluster runs tasks at a time, where it is known and the setting does not say. */
    synchronized int partitions() {
        Clusters.Lease held = lease;
        RemoteRuntime runtime = held == null || !held.target().equals(settings.cluster()) ? null : held.runtime();
        return settings.partitions(runtime == null ? 0 : runtime.executors());
    }

    QueryPlanner planner() {
        return planner;
    }

    PlanCache plans() {
        return plans;
    }

    long statementTimeout() {
        return settings.statementTimeout();
    }

    TimeZone timeZone() {
        return settings.timeZone();
    }

    void checkOpen() {
        if (closed) {
            throw new GrismException(ErrorCode.CONNECTION_CLOSED, "Cannot use the connection: it is closed.");
        }
    }

    void forget(BoundStatement statement) {
        statements.remove(statement);
    }

    @Override
    public GrismStatement prepare(String sql) {
        checkOpen();
        try {
            BoundStatement statement = Statements.prepare(this, sql);
            statements.add(statement);
            return statement;
        } catch (RuntimeException | Error e) {
            transactions.checkUsable();
            throw SqlErrors.translate(e, sql);
        }
    }

    @Override
    public GrismStatement prepare(Function<GraphRelBuilder, RelNode> query) {
        checkOpen();
        String current = schema;
        QueryStatement.QueryPlanSource source =
                snapshot -> new BoundPlan(planner.plan(query, snapshot, current), List.of());
        try (Snapshot snapshot = snapshot()) {
            BoundStatement statement = new QueryStatement(this, "", source, source.plan(snapshot));
            statements.add(statement);
            return statement;
        } catch (RuntimeException | Error e) {
            throw SqlErrors.translate(e, "");
        }
    }

    @Override
    public GrismResult execute(String sql) {
        GrismStatement statement = prepare(sql);
        try {
            return new OwningResult(statement, statement.execute());
        } catch (RuntimeException | Error e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> settings() {
        return settings.all();
    }

    @Override
    public void set(String name, String value) {
        checkOpen();
        if (name.equalsIgnoreCase(Settings.READ_VERSION)) {
            transactions.requireNone("read another version");
            VersionName version = VersionLiterals.setting(value);
            if (version != null) {
                versions.open(version, Instant.now()).close();
            }
        }
        settings.set(name, value);
    }

    void reset(String name) {
        if (name.equalsIgnoreCase(Settings.READ_VERSION) && settings.readVersion() != null) {
            transactions.requireNone("read another version");
        }
        settings.reset(name);
    }

    @Override
    public void onProgress(FileFormat.@Nullable Progress listener) {
        progress = listener;
    }

    @Override
    public void onQueryProgress(@Nullable ProgressListener listener) {
        queryProgress = listener;
    }

    @Nullable
    ProgressListener queryProgress() {
        return queryProgress;
    }

    FileFormat.@Nullable Progress progress() {
        return progress;
    }

    @Override
    public void begin() {
        checkOpen();
        transactions.start(null);
    }

    @Override
    public void commit() {
        checkOpen();
        transactions.commit();
    }

    @Override
    public void rollback() {
        checkOpen();
        transactions.rollBack();
    }

    @Override
    public boolean isInTransaction() {
        return transactions.isOpen();
    }

    @Override
    public boolean isAutoCommit() {
        return transactions.isAutoCommit();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) {
        checkOpen();
        transactions.setAutoCommit(autoCommit);
    }

    @Override
    public boolean isReadOnly() {
        return transactions.access() == Transactions.Access.READ_ONLY;
    }

    @Override
    public void setReadOnly(boolean readOnly) {
        checkOpen();
        transactions.setAccess(readOnly ? Transactions.Access.READ_ONLY : Transactions.Access.READ_WRITE);
    }

    @Override
    public String currentSchema() {
        return schema;
    }

    @Override
    public void setCurrentSchema(String name) {
        checkOpen();
        try (Snapshot snapshot = snapshot()) {
            SnapshotCatalog catalog = planner.catalog(snapshot);
            String found = catalog.findSchema(name);
            if (found == null) {
                throw new GrismException(
                        ErrorCode.UNKNOWN_SCHEMA,
                        "Cannot find schema: " + name + Suggestions.didYouMean(name, snapshot.schemas()));
            }
            schema = found;
        }
    }

    @Override
    public GrismMetadata metadata() {
        checkOpen();
        try (Snapshot snapshot = snapshot()) {
            return SessionMetadata.read(planner, snapshot);
        }
    }

    @Override
    public BufferAllocator allocator() {
        BufferAllocator known = allocator;
        if (known == null) {
            known = new RootAllocator();
            allocator = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        database.forget(this);
        List<BoundStatement> open = new ArrayList<>(statements);
        open.forEach(BoundStatement::close);
        transactions.close();
        leaveCluster();
        if (allocator != null) {
            allocator.close();
        }
    }
}
