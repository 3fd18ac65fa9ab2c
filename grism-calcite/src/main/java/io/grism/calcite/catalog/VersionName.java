package io.grism.calcite.catalog;

import io.grism.exec.storage.History;
import io.grism.exec.storage.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Which version of a database is meant. A tag and a time may mean another one later: they are looked up for each statement. */
public sealed interface VersionName {
    /** How times are written: as TIMESTAMP literals, with as many digits of a second as there are. */
    DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    /** A version by its number. */
    record Numbered(long number) implements VersionName {
        @Override
        public String text() {
            return Long.toString(number);
        }

        @Override
        public String sql() {
            return "VERSION AS OF " + number;
        }

        @Override
        public Snapshot open(History history, ZoneId zone, Instant now) {
            return history.snapshot(number);
        }
    }

    /** The version that has a tag. */
    record Tag(String tag) implements VersionName {
        @Override
        public String text() {
            return "'" + tag.replace("'", "''") + "'";
        }

        @Override
        public String sql() {
            return "VERSION AS OF " + text();
        }

        @Override
        public Snapshot open(History history, ZoneId zone, Instant now) {
            return history.snapshot(tag);
        }
    }

    /** The newest version at a time in the session's time zone. */
    record Time(LocalDateTime time) implements VersionName {
        @Override
        public String text() {
            return TIME.format(time);
        }

        @Override
        public String sql() {
            return "SYSTEM_TIME AS OF TIMESTAMP '" + text() + "'";
        }

        @Override
        public Snapshot open(History history, ZoneId zone, Instant now) {
            return history.snapshot(time.atZone(zone).toInstant());
        }
    }

    /** The newest version at a time before, or after, the time at which the statement started. */
    record Before(Duration duration) implements VersionName {
        private static final String NOW = "now";

        @Override
        public String text() {
            return NOW + (duration.isZero() ? "" : "-" + duration);
        }

        @Override
        public String sql() {
            return "SYSTEM_TIME AS OF CURRENT_TIMESTAMP - INTERVAL '" + duration.toSecondsPart() + "."
                    + String.format("%09d", duration.toNanosPart()) + "' SECOND";
        }

        @Override
        public Snapshot open(History history, ZoneId zone, Instant now) {
            return history.snapshot(now.minus(duration));
        }
    }

    /** What {@link #parse} reads; different for different versions. */
    String text();

    /** What stands behind FOR in SQL. */
    String sql();

    /** The version, held until closed; UNKNOWN_VERSION when there is none. */
    Snapshot open(History history, ZoneId zone, Instant now);

    /** The version that a text is of. */
    static VersionName parse(String text) {
        if (text.startsWith("'")) {
            return new Tag(text.substring(1, text.length() - 1).replace("''", "'"));
        }
        if (text.startsWith(Before.NOW)) {
            String before = text.substring(Before.NOW.length());
            return new Before(before.isEmpty() ? Duration.ZERO : Duration.parse(before.substring(1)));
        }
        return text.indexOf('-') < 0 ? new Numbered(Long.parseLong(text)) : new Time(LocalDateTime.parse(text, TIME));
    }
}
