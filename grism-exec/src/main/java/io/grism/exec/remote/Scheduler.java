package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.QueryContext;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.remote.LostException.What;
import io.grism.exec.remote.PooledExecutor.Call;
import io.grism.exec.remote.RemoteTask.State;
import io.grism.exec.remote.Requests.Open;
import io.grism.exec.remote.Requests.Opened;
import io.grism.exec.remote.Requests.Ran;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Sample;
import io.grism.exec.remote.Requests.Spread;
import io.grism.exec.remote.Requests.Take;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.storage.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says which task of a query runs next, and where; what was lost is run again. Of the query's thread.
 *
 * <p>A task runs when all those that it reads have run: it is fed their rows, runs to its end, and its rows are taken into the cluster, where they stay until all tasks of the stage that reads them have ended. So a loss costs
 * the tasks that ran on the lost executor, those whose rows lay on a lost node, and, when such a task has to be fed again, those before it whose rows are not there any more. What is wanted is found anew after each change,
 * from the last stage back; nothing else decides what runs.
 *
 * <p>Executors do what they are told in order, so the driver does not wait between telling a task its rows, to run, and to give its first block; a task whose rows did not all come refuses to run.
 *
 * <p>Where a task gives the same rows each time, a second attempt can replace a first one that others have read in part. Where it does not (a random function), the query ends with an error then.
 */
final class Scheduler implements QueryCalls.Losses {
    /** Attempts of a task that may end with a loss. */
    static final int MOST_FAILURES = 3;
    /** Executors that a task may take with it. */
    static final int MOST_KILLS = 2;
    /** Blocks taken of a task before it is asked whether they were. */
    private static final int TAKEN_TOGETHER = 4;

    private final String query;
    private final QueryContext context;
    private final ExecutorPool pool;
    private final int offset;
    private final QueryCalls calls;
    private final TableShipping tables;
    private final ResultRows results;
    private final Open open;
    private final List<RemoteStage> stages = new ArrayList<>();
    private final Map<PooledExecutor, QueryExecutor> executors = new LinkedHashMap<>();
    /** Blocks without a use that calls may still have as their arguments. */
    private final List<KeptBlock> dropped = new ArrayList<>();

    private boolean isScheduling;
    private boolean isOutdated;
    private volatile List<StageProgress> progress = List.of();

    /**
     * A scheduler that has not begun.
     *
     * @param offset of the executors that stages of one partition run on, so that queries do not meet on one
     */
    Scheduler(
            String query,
            List<ExecutionStage> plan,
            int partitions,
            QueryContext context,
            ExecutorPool pool,
            int offset) {
        this.query = query;
        this.context = context;
        this.pool = pool;
        this.offset = offset;
        this.calls = new QueryCalls(query, this);
        Set<ObjectName> names = new TreeSet<>();
        for (ExecutionStage stage : plan) {
            stages.add(new RemoteStage(stage, partitions, stages));
            names.addAll(PlanFacts.tables(stage.plan()));
        }
        this.tables = new TableShipping(query, pool, calls, context.allocator(), names, context.snapshot());
        this.results = new ResultRows(query, stages.get(stages.size() - 1), context.allocator(), calls, this);
        this.open = new Open(
                query,
                plan,
                partitions,
                context.parameters(),
                context.clock().millis(),
                context.timeZone().getID(),
                context.user(),
                context.batchRows(),
                context.memory(),
                1,
                context.batchSeed(),
                context.metrics() == QueryContext.Metrics.ON,
                tables.references());
    }

    QueryCalls calls() {
        return calls;
    }

    ResultRows results() {
        return results;
    }

    List<RemoteStage> stages() {
        return stages;
    }

    List<StageProgress> progress() {
        return progress;
    }

    /** The executors that know the query. */
    List<PooledExecutor> executors() {
        return List.copyOf(executors.keySet());
    }

    /** Begins. All executors that will have something to do get ready at once. */
    void start() {
        for (RemoteStage stage : stages) {
            stage.tasks.forEach(this::executor);
        }
        schedule();
    }

    /** Begins whatever can begin, and frees what nobody needs. */
    void schedule() {
        isOutdated = true;
        if (isScheduling) {
            return;
        }
        isScheduling = true;
        try {
            while (isOutdated) {
                isOutdated = false;
                scheduleOnce();
            }
        } finally {
            isScheduling = false;
        }
        progress = stages.stream().map(RemoteStage::progress).toList();
    }

    private void scheduleOnce() {
        Set<RemoteStage> needed = new HashSet<>();
        for (int i = stages.size() - 1; i >= 0; i--) {
            RemoteStage stage = stages.get(i);
            RemoteStage reader = stage.reader;
            if (reader == null || reader.tasks.stream().anyMatch(task -> wants(task, needed))) {
                needed.add(stage);
            } else if (!needed.contains(reader) || reader.isDone()) {
                free(stage);
            }
        }
        for (RemoteStage stage : stages) {
            if (needed.contains(stage) && stage.isFed()) {
                begin(stage.tasks.stream().filter(RemoteTask::isIdle).toList());
            }
        }
    }

    private static boolean wants(RemoteTask task, Set<RemoteStage> needed) {
        return task.wantsInput() || (task.isIdle() && needed.contains(task.stage));
    }

    private void free(RemoteStage stage) {
        boolean had = false;
        for (RemoteTask task : stage.tasks) {
            if (task.state() == State.READY) {
                had = true;
                task.free().forEach(kept -> kept.block().free());
            }
        }
        if (had) {
            for (QueryExecutor executor : executors.values()) {
                executor.fedToAll.removeIf(fed -> fed.maker().stage == stage);
                Requests.Forget request = new Requests.Forget(query, stage.plan.id());
                calls.call(executor, request, null, bytes -> Requests.answer(bytes, Requests.Done.class));
            }
        }
    }

    private void begin(List<RemoteTask> tasks) {
        Map<QueryExecutor, List<RemoteTask>> groups = new LinkedHashMap<>();
        for (RemoteTask task : tasks) {
            if (task.isUsed && !task.stage.isRepeatable) {
                throw runAgain(task, "others have read its rows, which are random");
            }
            groups.computeIfAbsent(executor(task), to -> new ArrayList<>()).add(task);
        }
        groups.forEach((to, group) -> {
            Feeding[] feeding = new Feeding[1];
            feeding[0] = new Feeding(to, group, query, calls, () -> run(feeding[0]), () -> fed(feeding[0]));
            group.forEach(task -> task.begin(to, feeding[0]));
            to.whenReady(() -> {
                if (!feeding[0].isOver) {
                    group.forEach(task -> task.go(State.FEEDING));
                    feeding[0].start();
                }
            });
        });
    }

    private QueryExecutor executor(RemoteTask task) {
        boolean isSingle = task.stage.plan.parallelism() == ExecutionStage.Parallelism.SINGLE;
        PooledExecutor pooled = pool.get((task.partition + (isSingle ? offset : 0)) % pool.size());
        QueryExecutor known = executors.get(pooled);
        if (known != null) {
            return known;
        }
        QueryExecutor fresh = new QueryExecutor(pooled);
        executors.put(pooled, fresh);
        calls.call(fresh, open, null, bytes -> {
            fresh.opened(Requests.answer(bytes, Opened.class).missing());
            tables.send(fresh);
        });
        return fresh;
    }

    /** Runs tasks behind the rows that were sent to them: a task that has not got all refuses to run. */
    private void run(Feeding feeding) {
        for (RemoteTask task : feeding.tasks) {
            task.fed = Feeding.rows(task);
            if (task.stage.isLast()) {
                task.go(State.WAITING);
            } else {
                run(task);
            }
        }
        if (feeding.tasks.get(0).stage.isLast()) {
            results.start(feeding.to);
        }
    }

    private void run(RemoteTask task) {
        int stage = task.stage.plan.id();
        task.go(State.RUNNING);
        Run request = new Run(query, stage, task.partition, task.attempt(), task.fed);
        calls.call(task, request, bytes -> ran(task, Requests.answer(bytes, Ran.class)));
        if (!(task.stage.plan.output() instanceof Partitioning.Range)) {
            // Most tasks have a block, and few have more.
            task.blocks = List.of(calls.keep(task, new Take(query, stage, task.partition, 0)));
            calls.call(task, new Requests.Ping(), bytes -> {
                Requests.answer(bytes, Requests.Status.class);
                task.isFirstTaken = true;
                if (task.state() == State.TAKING) {
                    take(task, task.blocks);
                }
            });
        }
    }

    private void fed(Feeding feeding) {
        feeding.tasks.forEach(task -> task.feeding = null);
        schedule();
    }

    private void ran(RemoteTask task, Ran ran) {
        task.rows = ran.rows();
        task.metrics = ran.metrics();
        task.sample = ran.sample();
        if (ran.sample() == null) {
            task.contents = ran.blocks();
            task.go(State.TAKING);
            if (ran.blocks().isEmpty()) {
                dropped.addAll(task.blocks);
                take(task, List.of());
            } else if (task.blocks.isEmpty() || task.isFirstTaken) {
                take(task, task.blocks);
            }
            return;
        }
        task.go(State.SAMPLED);
        RemoteStage stage = task.stage;
        if (stage.borders == null && stage.tasks.stream().allMatch(each -> each.state() == State.SAMPLED)) {
            stage.borders = borders(stage);
        }
        byte[] borders = stage.borders;
        if (borders != null) {
            for (RemoteTask each : stage.tasks) {
                if (each.state() == State.SAMPLED) {
                    each.go(State.SPREADING);
                    Spread request = new Spread(query, stage.plan.id(), each.partition, borders);
                    calls.call(each, request, bytes -> ran(each, Requests.answer(bytes, Ran.class)));
                }
            }
        }
    }

    private byte[] borders(RemoteStage stage) {
        List<Sample> samples = stage.tasks.stream()
                .map(task -> Objects.requireNonNull(task.sample))
                .toList();
        int ranges = Objects.requireNonNull(stage.reader).tasks.size();
        return RangeSplit.borders(stage.plan, samples, ranges, context.allocator());
    }

    private void take(RemoteTask task, List<KeptBlock> taken) {
        task.blocks = taken;
        int stage = task.stage.plan.id();
        int count = task.contents.size();
        if (taken.size() == count) {
            task.go(State.READY);
            schedule();
            return;
        }
        List<KeptBlock> more = new ArrayList<>(taken);
        while (more.size() < count && more.size() < taken.size() + TAKEN_TOGETHER) {
            more.add(calls.keep(task, new Take(query, stage, task.partition, more.size())));
        }
        // Of a block one cannot see whether it is there, but of a call behind it.
        task.blocks = more;
        calls.call(task, new Requests.Ping(), bytes -> {
            Requests.answer(bytes, Requests.Status.class);
            take(task, more);
        });
    }

    /** Takes a task from its executor for another one. */
    void preempt(RemoteTask task) {
        reset(task);
        schedule();
    }

    private void reset(RemoteTask task) {
        State state = task.state();
        Feeding group = task.feeding;
        if (group != null) {
            group.isOver = true;
        }
        // Those that are fed together begin again together.
        for (RemoteTask each : group == null ? List.of(task) : group.tasks) {
            if (each.state() == State.STREAMING || each.state() == State.WAITING) {
                results.reset(each);
            }
            dropped.addAll(each.reset());
        }
        RemoteStage reader = task.stage.reader;
        if (state == State.READY && reader != null) {
            // Whoever is being fed its rows begins again too.
            reader.tasks.stream().filter(RemoteTask::wantsInput).forEach(this::reset);
        }
    }

    private void failed(RemoteTask task, String what) {
        if (++task.failures >= MOST_FAILURES) {
            throw new GrismException(
                    ErrorCode.EXECUTOR_LOST,
                    "Cannot run " + task + ": each of " + MOST_FAILURES + " attempts ended with a loss, the last with "
                            + what + ". Look at the cluster's log");
        }
        reset(task);
    }

    static GrismException runAgain(RemoteTask task, String why) {
        return new GrismException(
                ErrorCode.RUN_AGAIN,
                "Cannot go on with the query: the rows of " + task + " are lost, and " + why + ". Run the query again");
    }

    @Override
    public void lost(QueryExecutor executor, @Nullable KeptBlock block, LostException loss) {
        Set<String> alive = alive();
        RemoteTask maker = block == null ? null : block.maker();
        boolean isBlock = loss.what() == What.BLOCK
                || (loss.what() == What.UNKNOWN
                        && maker != null
                        && alive.contains(executor.executor.node().id())
                        && !alive.contains(block.node()));
        if (block == null || !isBlock) {
            lost(executor, alive);
        } else if (maker == null) {
            // The executor waits for a table, and nothing else tells it to ask again.
            tables.lost(block);
            lost(executor, alive);
        } else if (maker.state() == State.READY && maker.blocks.contains(block)) {
            failed(maker, "rows that nobody can find");
        }
        lostNodes(alive);
        schedule();
    }

    /** The query ends with the error; the next one shall not meet the same executor. */
    @Override
    public void useless(QueryExecutor executor) {
        pool.giveUp(executor.executor);
    }

    private Set<String> alive() {
        return pool.nodes().stream().map(Cluster.Node::id).collect(Collectors.toSet());
    }

    /** Looks for nodes that are gone. */
    void checkNodes() {
        if (lostNodes(alive())) {
            schedule();
        }
    }

    private boolean lostNodes(Set<String> alive) {
        boolean any = false;
        for (QueryExecutor executor : List.copyOf(executors.values())) {
            if (!alive.contains(executor.executor.node().id())) {
                lost(executor, alive);
                any = true;
            }
        }
        for (RemoteStage stage : stages) {
            for (RemoteTask task : stage.tasks) {
                if (task.state() == State.READY
                        && task.blocks.stream().anyMatch(kept -> !alive.contains(kept.node()))) {
                    failed(task, "its node");
                    any = true;
                }
            }
        }
        return any;
    }

    private void lost(QueryExecutor executor, Set<String> alive) {
        if (executor.isLost) {
            return;
        }
        executor.isLost = true;
        executors.remove(executor.executor);
        tables.lost(executor);
        Call blamed = pool.giveUp(executor.executor);
        boolean isNode = !alive.contains(executor.executor.node().id());
        for (RemoteStage stage : stages) {
            for (RemoteTask task : stage.tasks) {
                if (task.on == executor && task.isActive()) {
                    if (!isNode
                            && blamed != null
                            && blamed.task == task
                            && blamed.attempt == task.epoch()
                            && ++task.kills >= MOST_KILLS) {
                        throw poisoned(task);
                    }
                    failed(task, isNode ? "its node" : "its executor");
                }
            }
        }
    }

    private static GrismException poisoned(RemoteTask task) {
        return new GrismException(
                ErrorCode.EXECUTOR_LOST,
                "Cannot run " + task + ": " + MOST_KILLS
                        + " executors ended while they ran it. Look at their logs; give them more memory, or the query"
                        + " more partitions");
    }

    /** Frees what is in the cluster. No call may be under way. */
    void close() {
        tables.close();
        dropped.forEach(kept -> kept.block().free());
        dropped.clear();
        for (RemoteStage stage : stages) {
            for (RemoteTask task : stage.tasks) {
                task.free().forEach(kept -> kept.block().free());
            }
        }
    }
}
