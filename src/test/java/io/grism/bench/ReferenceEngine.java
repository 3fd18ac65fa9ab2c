package io.grism.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The questions in plain Java over primitive arrays: what a JVM engine can approach. Knows that ids are dense, so a join is an array access. */
final class ReferenceEngine implements Engine {
    private final ReferenceThreads threads;
    private @Nullable ReferenceData data;
    private @Nullable Dataset dataset;

    ReferenceEngine(int threads) {
        this.threads = new ReferenceThreads(threads);
    }

    @Override
    public String version() {
        return "Java " + Runtime.version().feature();
    }

    @Override
    public void load(Dataset files) throws IOException {
        data = null;
        dataset = files;
        data = new ReferenceData(files, threads);
    }

    @Override
    public Answer ask(Question question, int run) {
        ReferenceData tables = data;
        Dataset files = dataset;
        if (tables == null || files == null) {
            throw new IllegalStateException("Cannot ask before the load");
        }
        Answer answer = new Answer(question.ordered());
        ReferenceGraph graph = tables.graph;
        int start = (int) files.start() - 1;
        switch (question) {
            case LOAD -> throw new IllegalArgumentException("Cannot ask to load");
            case SCAN -> scan(tables, answer);
            case GROUP -> group(tables, answer);
            case GROUP_MANY -> groupMany(tables, answer);
            case JOIN_GROUP_ORDER -> likesPerCity(tables, answer);
            case SORT_LIMIT -> ReferenceSort.first(tables, 100, answer);
            case SORT_ALL -> ReferenceSort.all(tables, answer);
            case ONE_HOP -> {
                for (int i = graph.outOffsets[start]; i < graph.outOffsets[start + 1]; i++) {
                    answer.add(graph.outTargets[i] + 1L);
                    answer.add(tables.names[graph.outTargets[i]]);
                    answer.endRow();
                }
            }
            case TWO_HOPS_DISTINCT -> row(answer, graph.twoHopsDistinct(start));
            case TWO_HOPS_ALL -> row(answer, graph.twoHops(threads));
            case TWO_HOPS_SOME -> row(answer, graph.twoHopsFrom(tables.cohort, 7, threads));
            case THREE_HOPS_ALL -> row(answer, graph.threeHops(threads));
            case THREE_HOPS_SOME -> row(answer, graph.threeHopsFrom(tables.cohort, 7, threads));
            case TRIANGLES -> row(answer, graph.triangles(threads));
            case TWO_HOPS_ENDS -> youngToOld(tables, answer);
            case REACHABLE -> row(answer, graph.reachable(start, 4));
            case JOIN_PAIRS, HYPEREDGE_PAIRS -> pairs(tables, answer);
            case HYPEREDGE_STEP -> row(answer, guests(tables, start));
            case LOOK_UP_PREPARED, LOOK_UP_TEXT -> {
                for (int i = 0; i < Question.LOOK_UPS; i++) {
                    int person = (int) files.lookedUp(run, i) - 1;
                    answer.add(tables.names[person]);
                    answer.add(tables.age[person]);
                    answer.endRow();
                }
            }
            case SHORT_HOP_TEXT -> {
                for (int i = 0; i < Question.LOOK_UPS; i++) {
                    int person = (int) files.lookedUp(run, i) - 1;
                    long sum = 0;
                    for (int at = graph.outOffsets[person]; at < graph.outOffsets[person + 1]; at++) {
                        sum += tables.age[graph.outTargets[at]];
                    }
                    row(answer, graph.outDegree(person), sum);
                }
            }
        }
        return answer;
    }

    private static void row(Answer answer, long... values) {
        for (long value : values) {
            answer.add(value);
        }
        answer.endRow();
    }

    private void scan(ReferenceData tables, Answer answer) {
        long[] total = new long[3];
        for (long[] part : threads.parts(tables.length.length, (from, to) -> {
            long count = 0;
            long sum = 0;
            int latest = 0;
            for (int post = from; post < to; post++) {
                if (tables.length[post] > 1000 && tables.language[post] == 1) {
                    count++;
                    sum += tables.length[post];
                    latest = Math.max(latest, tables.created[post]);
                }
            }
            return new long[] {count, sum, latest};
        })) {
            total[0] += part[0];
            total[1] += part[1];
            total[2] = Math.max(total[2], part[2]);
        }
        row(answer, total);
    }

    private static void group(ReferenceData tables, Answer answer) {
        int cities = tables.cityNames.length;
        int[] count = new int[cities];
        long[] sum = new long[cities];
        int[] least = new int[cities];
        int[] most = new int[cities];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int person = 0; person < tables.city.length; person++) {
            int city = tables.city[person];
            count[city]++;
            sum[city] += tables.age[person];
            least[city] = Math.min(least[city], tables.score[person]);
            most[city] = Math.max(most[city], tables.score[person]);
        }
        for (int city = 0; city < cities; city++) {
            if (count[city] > 0) {
                answer.add(city + 1L);
                answer.add((long) count[city]);
                answer.add((double) sum[city] / count[city]);
                answer.add((long) least[city]);
                answer.add((long) most[city]);
                answer.endRow();
            }
        }
    }

    private static void groupMany(ReferenceData tables, Answer answer) {
        int[] count = new int[tables.age.length];
        long[] sum = new long[tables.age.length];
        for (int post = 0; post < tables.author.length; post++) {
            count[tables.author[post]]++;
            sum[tables.author[post]] += tables.length[post];
        }
        row(
                answer,
                Arrays.stream(count).filter(n -> n > 0).count(),
                Arrays.stream(count).max().orElse(0),
                Arrays.stream(sum).max().orElse(0));
    }

    private void likesPerCity(ReferenceData tables, Answer answer) {
        int cities = tables.cityNames.length;
        List<long[]> parts = threads.parts(tables.likedPosts.length, (from, to) -> {
            long[] counts = new long[2 * cities];
            for (int like = from; like < to; like++) {
                int post = tables.likedPosts[like];
                int city = tables.city[tables.author[post]];
                counts[2 * city]++;
                counts[2 * city + 1] += tables.length[post];
            }
            return counts;
        });
        long[] sums = added(parts);
        IntStream.range(0, cities)
                .filter(city -> sums[2 * city] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(city -> -sums[2 * city])
                        .thenComparing(city -> tables.cityNames[city]))
                .limit(20)
                .forEach(city -> {
                    answer.add(tables.cityNames[city]);
                    answer.add(sums[2 * city]);
                    answer.add(sums[2 * city + 1]);
                    answer.endRow();
                });
    }

    private void youngToOld(ReferenceData tables, Answer answer) {
        ReferenceGraph graph = tables.graph;
        int[] arrivals = new int[graph.vertices];
        for (int a = 0; a < graph.vertices; a++) {
            if (tables.age[a] < 18) {
                for (int i = graph.outOffsets[a]; i < graph.outOffsets[a + 1]; i++) {
                    arrivals[graph.outTargets[i]]++;
                }
            }
        }
        named(tables.countries, answer, added(threads.parts(graph.vertices, (from, to) -> {
            long[] paths = new long[tables.countries.length];
            for (int c = from; c < to; c++) {
                if (tables.age[c] > 80) {
                    long sum = 0;
                    for (int i = graph.inOffsets[c]; i < graph.inOffsets[c + 1]; i++) {
                        sum += arrivals[graph.inSources[i]];
                    }
                    paths[tables.countryOfCity[tables.city[c]]] += sum;
                }
            }
            return paths;
        })));
    }

    private static void pairs(ReferenceData tables, Answer answer) {
        int[] sizes = new int[tables.meetingCity.length];
        for (int meeting : tables.attendedMeetings) {
            sizes[meeting]++;
        }
        long[] pairs = new long[tables.cityNames.length];
        for (int meeting = 0; meeting < sizes.length; meeting++) {
            pairs[tables.meetingCity[meeting]] += (long) sizes[meeting] * sizes[meeting];
        }
        named(tables.cityNames, answer, pairs);
    }

    private static int guests(ReferenceData tables, int host) {
        BitSet seen = new BitSet(tables.age.length);
        for (int i = tables.meetingsOfHostOffsets[host]; i < tables.meetingsOfHostOffsets[host + 1]; i++) {
            int meeting = tables.meetingsOfHost[i];
            for (int j = tables.attendeesOffsets[meeting]; j < tables.attendeesOffsets[meeting + 1]; j++) {
                seen.set(tables.attendees[j]);
            }
        }
        return seen.cardinality();
    }

    private static void named(String[] names, Answer answer, long[] counts) {
        for (int i = 0; i < names.length; i++) {
            if (counts[i] > 0) {
                answer.add(names[i]);
                answer.add(counts[i]);
                answer.endRow();
            }
        }
    }

    private static long[] added(List<long[]> parts) {
        long[] sum = new long[parts.get(0).length];
        for (long[] part : parts) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        return sum;
    }

    @Override
    public void cancel() {
        // None takes long.
    }

    @Override
    public void close() {
        threads.close();
    }
}
