package io.grism.bench;

import java.util.Locale;

/** How much data a run has. Everything grows in proportion to the number of persons, but for cities. */
enum Size {
    /** For tests. */
    TINY(300, 6, 20, 4),
    SMALL(10_000, 40, 500, 50),
    MIDDLE(100_000, 40, 500, 50),
    LARGE(400_000, 40, 500, 50);

    private final int persons;
    private final int friends;
    private final int cities;
    private final int countries;

    Size(int persons, int friends, int cities, int countries) {
        this.persons = persons;
        this.friends = friends;
        this.cities = cities;
        this.countries = countries;
    }

    static Size of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    int persons() {
        return persons;
    }

    int cities() {
        return cities;
    }

    int countries() {
        return countries;
    }

    /** Drawn edges; a few are equal and count once. */
    int knows() {
        return friends * persons;
    }

    int posts() {
        return 10 * persons;
    }

    int likes() {
        return 20 * persons;
    }

    int meetings() {
        return 2 * persons;
    }

    int attendances() {
        return 10 * persons;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
