package io.grism.bench;

import io.grism.bench.Dataset.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The tables as primitive arrays, and the adjacency over them. Row positions are ids less one. */
final class ReferenceData {
    final String[] cityNames;
    final String[] cityCountries;
    final int[] countryOfCity;
    final String[] countries;
    final String[] names;
    final int[] age;
    final int[] score;
    final int[] cohort;
    final int[] city;
    final int[] author;
    final byte[] language;
    final int[] length;
    final int[] created;
    final int[] likedPosts;
    final int[] meetingCity;
    final int[] attendedMeetings;
    final int[] meetingsOfHostOffsets;
    final int[] meetingsOfHost;
    final int[] attendeesOffsets;
    final int[] attendees;
    final ReferenceGraph graph;

    /** Reads each file on one thread, several files at a time. */
    ReferenceData(Dataset data, ReferenceThreads threads) throws IOException {
        Size size = data.size();
        int[][] knows = new int[2][];
        int[][] persons = new int[4][];
        int[][] posts = new int[3][];
        int[][] likes = new int[2][];
        int[][] meetings = new int[2][];
        int[][] attends = new int[2][];
        names = new String[size.persons()];
        language = new byte[size.posts()];
        cityNames = new String[size.cities()];
        cityCountries = new String[size.cities()];
        int edges = Math.toIntExact(data.edges());
        threads.run(
                () -> {
                    knows[0] = new int[edges];
                    knows[1] = new int[edges];
                    Columns rows = new Columns(data.file(Table.KNOWS));
                    for (int row = 0; rows.next(); row++) {
                        knows[0][row] = rows.number() - 1;
                        knows[1][row] = rows.number() - 1;
                        rows.number();
                    }
                },
                () -> {
                    Arrays.setAll(persons, column -> new int[size.persons()]);
                    Columns rows = new Columns(data.file(Table.PERSON));
                    for (int row = 0; rows.next(); row++) {
                        rows.number();
                        names[row] = rows.text();
                        for (int[] column : persons) {
                            column[row] = rows.number();
                        }
                    }
                    Columns cities = new Columns(data.file(Table.CITY));
                    for (int row = 0; cities.next(); row++) {
                        cities.number();
                        cityNames[row] = cities.text();
                        cityCountries[row] = cities.text();
                    }
                },
                () -> {
                    Arrays.setAll(posts, column -> new int[size.posts()]);
                    Columns rows = new Columns(data.file(Table.POST));
                    for (int row = 0; rows.next(); row++) {
                        rows.number();
                        posts[0][row] = rows.number() - 1;
                        language[row] = rows.code();
                        posts[1][row] = rows.number();
                        posts[2][row] = rows.number();
                    }
                },
                () -> pairs(data.file(Table.LIKES), size.likes(), likes),
                () -> {
                    meetings[0] = new int[size.meetings()];
                    meetings[1] = new int[size.meetings()];
                    Columns rows = new Columns(data.file(Table.MEETING));
                    for (int row = 0; rows.next(); row++) {
                        rows.number();
                        meetings[1][row] = rows.number() - 1;
                        meetings[0][row] = rows.number() - 1;
                        rows.number();
                    }
                },
                () -> pairs(data.file(Table.ATTENDS), size.attendances(), attends));
        age = persons[0];
        score = persons[1];
        cohort = persons[2];
        city = persons[3];
        for (int i = 0; i < city.length; i++) {
            city[i]--;
        }
        author = posts[0];
        length = posts[1];
        created = posts[2];
        likedPosts = likes[1];
        meetingCity = meetings[0];
        attendedMeetings = attends[0];
        meetingsOfHostOffsets = ReferenceGraph.offsets(size.persons(), meetings[1]);
        int[] meetingRows = new int[size.meetings()];
        Arrays.setAll(meetingRows, row -> row);
        meetingsOfHost = ReferenceGraph.neighbours(meetingsOfHostOffsets, meetings[1], meetingRows);
        attendeesOffsets = ReferenceGraph.offsets(size.meetings(), attends[0]);
        attendees = ReferenceGraph.neighbours(attendeesOffsets, attends[0], attends[1]);
        countries = Arrays.stream(cityCountries).distinct().toArray(String[]::new);
        countryOfCity = Arrays.stream(cityCountries)
                .mapToInt(country -> Arrays.asList(countries).indexOf(country))
                .toArray();
        graph = new ReferenceGraph(size.persons(), knows[0], knows[1]);
    }

    /** Two columns of numbers, counted from zero. */
    private static void pairs(Path file, int atMost, int[][] into) throws IOException {
        int[] first = new int[atMost];
        int[] second = new int[atMost];
        Columns rows = new Columns(file);
        int row = 0;
        for (; rows.next(); row++) {
            first[row] = rows.number() - 1;
            second[row] = rows.number() - 1;
        }
        into[0] = Arrays.copyOf(first, row);
        into[1] = Arrays.copyOf(second, row);
    }

    /** The fields of a CSV file without quotes, one after the other. */
    private static final class Columns {
        private final byte[] bytes;
        private int position;

        Columns(Path file) throws IOException {
            bytes = Files.readAllBytes(file);
            while (bytes[position++] != '\n') {
                // the header
            }
        }

        boolean next() {
            return position < bytes.length;
        }

        int number() {
            int value = 0;
            while (bytes[position] >= '0') {
                value = value * 10 + bytes[position++] - '0';
            }
            position++;
            return value;
        }

        String text() {
            int start = position;
            while (bytes[position] != ',' && bytes[position] != '\n') {
                position++;
            }
            return new String(bytes, start, position++ - start, StandardCharsets.US_ASCII);
        }

        /** 1 for "en", else 0. */
        byte code() {
            byte code = (byte) (bytes[position] == 'e' && bytes[position + 1] == 'n' ? 1 : 0);
            position += 3;
            return code;
        }
    }
}
