package io.grism.bench;

import com.sun.management.OperatingSystemMXBean;
import io.grism.bench.Measurement.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The process of one engine on one size of data: loads, asks, and prints a line for each {@link Measurement}. A question that the engine does not stop answering after the
 * time limit ends the process.
 */
final class Worker {
    static final String MEASUREMENT = "MEASUREMENT\t";
    static final String NOTE = "NOTE\t";
    private static final int LATE_EXIT = 3;
    private static final double MILLION = 1e6;
    /** A first time longer than this is the result. */
    private static final double LONG_MS = 20_000;

    private final Engine engine;
    private final Dataset data;
    private final int runs;
    private final long limitMs;
    private final PrintStream out;
    private final AtomicReference<Question> late = new AtomicReference<>();

    private Worker(Engine engine, Dataset data, int runs, long limitMs, PrintStream out) {
        this.engine = engine;
        this.data = data;
        this.runs = runs;
        this.limitMs = limitMs;
        this.out = out;
    }

    /** Arguments: engine, size, folder, seed, threads, runs, seconds a question may take, questions separated by commas. */
    public static void main(String[] args) throws Exception {
        EngineKind kind = EngineKind.of(args[0]);
        Dataset data = Dataset.of(Path.of(args[2]), Size.of(args[1]), Long.parseLong(args[3]));
        List<Question> questions =
                Arrays.stream(args[7].split(",")).map(Question::valueOf).toList();
        PrintStream out = System.out;
        System.setOut(System.err);
        try (Engine engine = kind.open(Integer.parseInt(args[4]))) {
            new Worker(engine, data, Integer.parseInt(args[5]), 1000 * Long.parseLong(args[6]), out).ask(questions);
        }
        System.exit(0);
    }

    private void ask(List<Question> questions) throws Exception {
        if (questions.contains(Question.LOAD)) {
            print(measure(Question.LOAD));
        } else {
            engine.load(data);
        }
        note("version", engine.version());
        note("loaded heap", Long.toString(ProcessMemory.heap()));
        note("loaded resident", Long.toString(ProcessMemory.now()));
        for (Question question : questions) {
            if (question != Question.LOAD) {
                print(measure(question));
            }
        }
        note("asked heap", Long.toString(ProcessMemory.heap()));
    }

    private void note(String key, String value) {
        out.println(NOTE + key + "\t" + value);
        out.flush();
    }

    private void print(Measurement measurement) {
        out.println(MEASUREMENT + measurement.line());
        out.flush();
    }

    private Measurement measure(Question question) throws IOException {
        AtomicBoolean done = new AtomicBoolean();
        late.set(null);
        Thread watch = new Thread(() -> watch(question, done), "watch");
        watch.setDaemon(true);
        watch.start();
        try {
            return timed(question);
        } catch (Exception failure) {
            return late.get() == question
                    ? Measurement.without(question, Outcome.LATE, "")
                    : Measurement.without(question, Outcome.FAILED, String.valueOf(failure.getMessage()));
        } finally {
            done.set(true);
            watch.interrupt();
        }
    }

    /** Cancels after the limit, and ends the process when that does not help. All runs of a question together may take four times the limit. */
    private void watch(Question question, AtomicBoolean done) {
        try {
            Thread.sleep(limitMs);
            for (int attempt = 0; attempt < 10; attempt++) {
                if (done.get() || firstRunDone) {
                    return;
                }
                late.set(question);
                engine.cancel();
                Thread.sleep(1_000);
            }
            print(Measurement.without(question, Outcome.LATE, ""));
            Runtime.getRuntime().halt(LATE_EXIT);
        } catch (InterruptedException end) {
            // The question has been answered.
        } catch (Exception failure) {
            failure.printStackTrace();
            print(Measurement.without(question, Outcome.LATE, ""));
            Runtime.getRuntime().halt(LATE_EXIT);
        }
    }

    private volatile boolean firstRunDone;

    private Measurement timed(Question question) throws Exception {
        firstRunDone = false;
        ProcessMemory.resetPeak();
        double cpu = cpuTime();
        Run first = run(question, 0);
        firstRunDone = true;
        List<Double> times = new ArrayList<>();
        if (first.milliseconds() * question.repeats() > LONG_MS) {
            times.add(first.milliseconds());
        } else {
            int warm = warmUp(question);
            cpu = cpuTime();
            double spent = 0;
            while (times.size() < runs || spent < 1_000 && times.size() < 10 * runs) {
                Run run = run(question, warm + times.size());
                if (question.repeats() == 1 && !run.answer().equals(first.answer())) {
                    return Measurement.without(
                            question, Outcome.FAILED, "two answers: " + first.answer() + " and " + run.answer());
                }
                times.add(run.milliseconds());
                spent += run.milliseconds() * question.repeats();
                if (spent > LONG_MS) {
                    break;
                }
            }
        }
        cpu = (cpuTime() - cpu) / times.size() / question.repeats();
        Collections.sort(times);
        return new Measurement(
                question,
                Outcome.ANSWERED,
                first.milliseconds(),
                times.get(times.size() / 2),
                times.size(),
                cpu,
                ProcessMemory.peak(),
                first.answer());
    }

    /** Milliseconds of all threads of this process since its start. */
    private static double cpuTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / MILLION
                : 0;
    }

    /** Until the code is compiled: at least two runs and five seconds, but no more than ten seconds. Returns the number of the next run. */
    private int warmUp(Question question) throws Exception {
        double spent = 0;
        int run = 1;
        while (spent < 10_000 && (run < 3 || spent < 5_000)) {
            spent += run(question, run).milliseconds() * question.repeats();
            run++;
        }
        return run;
    }

    private record Run(double milliseconds, String answer) {}

    private Run run(Question question, int run) throws Exception {
        long start = System.nanoTime();
        String answer = "";
        if (question == Question.LOAD) {
            engine.load(data);
        } else {
            answer = engine.ask(question, run).text();
        }
        return new Run((System.nanoTime() - start) / MILLION / question.repeats(), answer);
    }
}
