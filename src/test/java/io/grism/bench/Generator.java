package io.grism.bench;

import io.grism.bench.Dataset.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes a social network with power-law degrees: the person of rank r has in- and outgoing edges in proportion to r to the power of about -0.47, so that the
 * first of 100,000 has about 10,000 each way. Equal seeds give equal files. Edges come in random order.
 */
final class Generator {
    private static final double SKEW = 1.9;
    private static final String[] LANGUAGES = {"en", "de", "es", "fr", "hi", "ja", "no", "pt", "sw", "zh"};

    private final Size size;
    private final Path folder;
    private final SplittableRandom random;
    private long start = 1;
    private long edges;

    Generator(Size size, long seed, Path folder) {
        this.size = size;
        this.folder = folder;
        this.random = new SplittableRandom(seed);
    }

    long start() {
        return start;
    }

    long edges() {
        return edges;
    }

    void write() throws IOException {
        int[] popularity = permutation(size.persons());
        cities();
        persons();
        knows(popularity);
        posts(permutation(size.persons()));
        likes(popularity);
        meetings(popularity);
    }

    private void cities() throws IOException {
        try (CsvFile file = new CsvFile(path(Table.CITY), "id,name,country")) {
            for (int city = 0; city < size.cities(); city++) {
                file.number(city + 1);
                file.text("City" + city);
                file.text("Country" + city % size.countries());
                file.endRow();
            }
        }
    }

    private void persons() throws IOException {
        int[] cityOrder = permutation(size.cities());
        try (CsvFile file = new CsvFile(path(Table.PERSON), "id,name,age,score,cohort,city_id")) {
            for (int person = 0; person < size.persons(); person++) {
                file.number(person + 1);
                file.text("Person" + random.nextInt(1_000_000_000));
                file.number(15 + random.nextInt(70));
                file.number(random.nextInt(1_000_000));
                file.number(random.nextInt(100));
                file.number(cityOrder[skewed(size.cities())] + 1);
                file.endRow();
            }
        }
    }

    private void knows(int[] popularity) throws IOException {
        long[] pairs = new long[size.knows()];
        for (int i = 0; i < pairs.length; i++) {
            int from = popularity[skewed(popularity.length)];
            int to = popularity[skewed(popularity.length)];
            while (to == from) {
                to = random.nextInt(size.persons());
            }
            pairs[i] = (long) from << 32 | to;
        }
        pairs = shuffledDistinct(pairs);
        edges = pairs.length;
        int[] degrees = new int[size.persons()];
        try (CsvFile file = new CsvFile(path(Table.KNOWS), "src,dst,since")) {
            for (long pair : pairs) {
                degrees[(int) (pair >>> 32)]++;
                file.number((pair >>> 32) + 1);
                file.number((int) pair + 1);
                file.number(2000 + random.nextInt(25));
                file.endRow();
            }
        }
        for (int person = 1; person < degrees.length; person++) {
            if (Math.abs(degrees[person] - 100) < Math.abs(degrees[(int) start - 1] - 100)) {
                start = person + 1;
            }
        }
    }

    private void posts(int[] activity) throws IOException {
        try (CsvFile file = new CsvFile(path(Table.POST), "id,author_id,lang,length,created")) {
            for (int post = 0; post < size.posts(); post++) {
                file.number(post + 1);
                file.number(activity[skewed(activity.length)] + 1);
                file.text(LANGUAGES[skewed(LANGUAGES.length)]);
                file.number(1 + random.nextInt(2_000));
                file.number(10_000 + random.nextInt(5_000));
                file.endRow();
            }
        }
    }

    private void likes(int[] activity) throws IOException {
        int[] popularity = permutation(size.posts());
        long[] pairs = new long[size.likes()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (long) activity[skewed(activity.length)] << 32 | popularity[skewed(popularity.length)];
        }
        pairs(Table.LIKES, "person_id,post_id", shuffledDistinct(pairs));
    }

    private void meetings(int[] activity) throws IOException {
        try (CsvFile file = new CsvFile(path(Table.MEETING), "id,host_id,city_id,held")) {
            for (int meeting = 0; meeting < size.meetings(); meeting++) {
                file.number(meeting + 1);
                file.number(activity[skewed(activity.length)] + 1);
                file.number(1 + random.nextInt(size.cities()));
                file.number(10_000 + random.nextInt(5_000));
                file.endRow();
            }
        }
        int[] attraction = permutation(size.meetings());
        long[] pairs = new long[size.attendances()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (long) attraction[skewed(attraction.length)] << 32 | activity[skewed(activity.length)];
        }
        pairs(Table.ATTENDS, "meeting_id,person_id", shuffledDistinct(pairs));
    }

    private void pairs(Table table, String header, long[] pairs) throws IOException {
        try (CsvFile file = new CsvFile(path(table), header)) {
            for (long pair : pairs) {
                file.number((pair >>> 32) + 1);
                file.number((int) pair + 1);
                file.endRow();
            }
        }
    }

    private Path path(Table table) {
        return folder.resolve(table.label() + ".csv");
    }

    /** A rank below {@code count}, low ones more often. */
    private int skewed(int count) {
        return (int) (count * Math.pow(random.nextDouble(), SKEW));
    }

    private int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private long[] shuffledDistinct(long[] pairs) {
        Arrays.parallelSort(pairs);
        int kept = 0;
        for (int i = 0; i < pairs.length; i++) {
            if (i == 0 || pairs[i] != pairs[i - 1]) {
                pairs[kept++] = pairs[i];
            }
        }
        for (int i = kept - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long swapped = pairs[i];
            pairs[i] = pairs[other];
            pairs[other] = swapped;
        }
        return Arrays.copyOf(pairs, kept);
    }
}
