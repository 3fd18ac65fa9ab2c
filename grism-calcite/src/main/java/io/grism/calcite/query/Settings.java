package io.grism.calcite.query;

import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.catalog.VersionName;
import io.grism.calcite.rel.GrismRel;
import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.ClusterProvider;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.Convention;
import org.jspecify.annotations.Nullable;

/** A session's settings, each checked when it is set. Names are lower case; the case of letters does not matter in SET. */
final class Settings {
    private static final Pattern BYTES = Pattern.compile("(\\d+)\\s*(|b|kb|kib|mb|mib|gb|gib|tb|tib|k|m|g|t)");
    private static final Duration NO_LIMIT = Duration.ofDays(36_500);
    static final String READ_VERSION = "read_version";
    private static final String LOCAL = "local";
    private static final String STAGES = "stages";
    private static final List<String> RUNTIMES = runtimes();
    private static final Map<String, Setting> KNOWN = known();

    private final Map<String, String> values = new LinkedHashMap<>();
    /** What was set and not reset. */
    private final Set<String> chosen = new HashSet<>();

    /** The default of every setting. */
    Settings() {
        KNOWN.forEach((name, setting) -> values.put(name, setting.initial));
    }

    private record Setting(String initial, String allowed, UnaryOperator<String> check) {}

    private static List<String> runtimes() {
        List<String> names = new ArrayList<>(List.of(LOCAL, STAGES));
        Clusters.providers().forEach(provider -> names.add(provider.name()));
        return names;
    }

    private static Map<String, Setting> known() {
        Map<String, Setting> all = new LinkedHashMap<>();
        int cores = Runtime.getRuntime().availableProcessors();
        all.put(
                "threads",
                new Setting(Integer.toString(cores), "a number from 1 to 1024", text -> number(text, 1, 1024)));
        all.put(
                "memory",
                new Setting(
                        (Runtime.getRuntime().maxMemory() / (2L << 20)) + "MB",
                        "bytes with a unit, such as 512MB or 4GB, at least 1MB",
                        text -> bytes(text) >= 1 << 20 ? text : bad()));
        all.put(
                "batch.rows",
                new Setting(
                        Integer.toString(Batch.TARGET_ROWS),
                        "a number from 1 to 65536",
                        text -> number(text, 1, 65536)));
        all.put(
                "batch.seed",
                new Setting(
                        "0",
                        "a whole number; 0 leaves batches as they are",
                        text -> Long.toString(Long.parseLong(text))));
        all.put(
                "timezone",
                new Setting(ZoneId.systemDefault().getId(), "a zone id such as UTC or Europe/Oslo", Settings::zone));
        all.put(
                "runtime",
                new Setting(
                        LOCAL,
                        String.join(", ", RUNTIMES),
                        text -> RUNTIMES.contains(text.toLowerCase(Locale.ROOT))
                                ? text.toLowerCase(Locale.ROOT)
                                : bad()));
        all.put(
                "partitions",
                new Setting(Integer.toString(cores), "a number from 1 to 1024", text -> number(text, 1, 1024)));
        all.put(
                "statement_timeout",
                new Setting("0", "milliseconds; 0 for none", text -> number(text, 0, Long.MAX_VALUE)));
        all.put(
                "lock_timeout",
                new Setting("10000", "milliseconds; 0 for no limit", text -> number(text, 0, Integer.MAX_VALUE)));
        all.put(
                READ_VERSION,
                new Setting(
                        "",
                        "the number of a version, a tag or TIMESTAMP '2026-01-31 12:00:00'; empty for the newest",
                        text -> {
                            VersionLiterals.setting(text);
                            return text;
                        }));
        all.put("user", new Setting(System.getProperty("user.name", "grism"), "a name", text -> text));
        for (ClusterProvider provider : Clusters.providers()) {
            for (ClusterProvider.Option option : provider.options()) {
                all.put(option.name(), new Setting(option.initial(), option.allowed(), option.check()));
            }
        }
        return all;
    }

    /** Name to value. */
    Map<String, String> all() {
        return Map.copyOf(values);
    }

    /** Fails like {@link #set} for the first that cannot be set. */
    static void check(Map<String, String> settings) {
        Settings all = new Settings();
        settings.forEach(all::set);
    }

    /** What an option that is a size says, such as 512MB. */
    static long size(String name, String text) {
        try {
            long size = bytes(text.strip());
            if (size < 1 << 20) {
                bad();
            }
            return size;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot set " + name + ": '" + text
                            + "'. Allowed is bytes with a unit, such as 512MB or 4GB, at least 1MB.",
                    e);
        }
    }

    /** Whether there is a setting of this name. */
    static boolean exists(String name) {
        return KNOWN.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Changes one; INVALID_OPTION when there is none of that name, or the value is wrong. */
    void set(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        Setting setting = KNOWN.get(key);
        if (setting == null) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot set " + name + ": there is no such setting" + Suggestions.didYouMean(name, KNOWN.keySet())
                            + " The settings are " + String.join(", ", KNOWN.keySet()) + ".");
        }
        try {
            values.put(key, setting.check.apply(value.strip()));
            chosen.add(key);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot set " + key + ": '" + value + "'. Allowed is " + setting.allowed + ".",
                    e);
        }
    }

    /** Back to the default. */
    void reset(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        Setting setting = KNOWN.get(key);
        if (setting == null) {
            set(name, ""); // tells that there is none
        } else {
            values.put(key, setting.initial);
            chosen.remove(key);
        }
    }

    int threads() {
        return Integer.parseInt(value("threads"));
    }

    /** The convention of plans for the chosen runtime. */
    Convention convention() {
        return value("runtime").equals(LOCAL) ? GrismRel.LOCAL : GrismRel.DISTRIBUTED;
    }

    /** The cluster that queries run on, or null for this process. */
    Clusters.@Nullable Target cluster() {
        String runtime = value("runtime");
        if (!Clusters.exists(runtime)) {
            return null;
        }
        Map<String, String> options = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(runtime + ".")) {
                options.put(name, value);
            }
        });
        return new Clusters.Target(runtime, options);
    }

    /**
     * How many partitions the stages of a query have.
     *
     * @param slots how many tasks run at a time, where that is known and there is no setting; otherwise 0
     */
    int partitions(int slots) {
        return slots > 0 && !chosen.contains("partitions") ? slots : Integer.parseInt(value("partitions"));
    }

    long memory() {
        return bytes(value("memory"));
    }

    int batchRows() {
        return Integer.parseInt(value("batch.rows"));
    }

    long batchSeed() {
        return Long.parseLong(value("batch.seed"));
    }

    long statementTimeout() {
        return Long.parseLong(value("statement_timeout"));
    }

    /** How long a write waits for another one to end. */
    Duration lockTimeout() {
        long milliseconds = Long.parseLong(value("lock_timeout"));
        return milliseconds == 0 ? NO_LIMIT : Duration.ofMillis(milliseconds);
    }

    /** The version that queries read; null for the newest. */
    @Nullable
    VersionName readVersion() {
        return VersionLiterals.setting(value(READ_VERSION));
    }

    TimeZone timeZone() {
        // Fixed offsets such as UTC+2 have a time zone as offsets only: by another name it would be UTC.
        return TimeZone.getTimeZone(ZoneId.of(value("timezone")).normalized());
    }

    private static String zone(String text) {
        ZoneId zone = ZoneId.of(text);
        boolean hasSeconds = zone.normalized() instanceof ZoneOffset offset && offset.getTotalSeconds() % 60 != 0;
        return hasSeconds ? bad() : zone.getId();
    }

    String user() {
        return value("user");
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    private static String bad() {
        throw new IllegalArgumentException();
    }

    private static String number(String text, long least, long greatest) {
        long number = Long.parseLong(text);
        return number >= least && number <= greatest ? Long.toString(number) : bad();
    }

    private static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = matcher.group(2);
        int shift = unit.isEmpty() || unit.equals("b") ? 0 : 10 * ("kmgt".indexOf(unit.charAt(0)) + 1);
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    }
}
