package io.grism.bench;

import java.util.List;
import java.util.Locale;

/**
 * What asking one engine one question gave.
 *
 * @param question what was asked
 * @param outcome whether there is an answer
 * @param first milliseconds of the first time, with whatever is made on first use
 * @param median of the runs after the warm-up, in milliseconds; the first time when that alone took too long
 * @param runs how many that is the median of
 * @param cpu processor time of one run on all threads of the process, on average over the same runs, in milliseconds
 * @param peak the most memory of the process during the runs, in MB
 * @param answer the answer, or what went wrong
 */
record Measurement(
        Question question,
        Outcome outcome,
        double first,
        double median,
        int runs,
        double cpu,
        long peak,
        String answer) {
    enum Outcome {
        ANSWERED,
        /** Not within the time limit. */
        LATE,
        FAILED
    }

    private static final int FIELDS = 8;

    static Measurement without(Question question, Outcome outcome, String reason) {
        return new Measurement(question, outcome, 0, 0, 0, 0, 0, reason.replaceAll("\\s+", " "));
    }

    /** One line, fields separated by tabs. */
    String line() {
        return String.join(
                "\t",
                question.name(),
                outcome.name(),
                String.format(Locale.ROOT, "%.4f", first),
                String.format(Locale.ROOT, "%.4f", median),
                Integer.toString(runs),
                String.format(Locale.ROOT, "%.4f", cpu),
                Long.toString(peak),
                answer);
    }

    static Measurement of(String line) {
        List<String> fields = List.of(line.split("\t", FIELDS));
        return new Measurement(
                Question.valueOf(fields.get(0)),
                Outcome.valueOf(fields.get(1)),
                Double.parseDouble(fields.get(2)),
                Double.parseDouble(fields.get(3)),
                Integer.parseInt(fields.get(4)),
                Double.parseDouble(fields.get(5)),
                Long.parseLong(fields.get(6)),
                fields.get(7));
    }

    boolean answered() {
        return outcome == Outcome.ANSWERED;
    }
}
