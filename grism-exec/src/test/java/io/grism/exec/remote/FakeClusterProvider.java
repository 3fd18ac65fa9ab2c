package io.grism.exec.remote;

import io.grism.exec.remote.FakeCluster.Action;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes {@code runtime=fake} a cluster of two nodes in this process, for tests. The setting {@code fake.fault} says what happens there, such as {@code DIE Run 2}: to the third call that runs a task; more words make it another cluster. */
public final class FakeClusterProvider implements ClusterProvider {
    private static final String FAULT = "fake.fault";
    private static final List<FakeCluster> MADE = new CopyOnWriteArrayList<>();

    /** What drivers have done wrong on all clusters so far. */
    public static List<String> violations() {
        return MADE.stream().flatMap(cluster -> cluster.violations().stream()).toList();
    }

    /** Blocks of rows of tables that executors of all clusters were sent so far. */
    public static int tablesSent() {
        return MADE.stream().mapToInt(FakeCluster::tablesSent).sum();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option(FAULT, "", "an action, the name of a request and a number", text -> text));
    }

    @Override
    public Cluster connect(Map<String, String> options) {
        FakeCluster cluster = new FakeCluster(2, 1);
        String fault = options.getOrDefault(FAULT, "");
        if (!fault.isEmpty()) {
            String[] words = fault.split(" ");
            Action action = Action.valueOf(words[0]);
            int at = Integer.parseInt(words[2]);
            AtomicInteger seen = new AtomicInteger();
            cluster.onCall((executor, number, request) ->
                    request.getClass().getSimpleName().equals(words[1]) && seen.getAndIncrement() == at
                            ? action
                            : Action.GO_ON);
        }
        MADE.add(cluster);
        return cluster;
    }
}
