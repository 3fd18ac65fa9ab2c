package io.grism.cli;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.jdbc.GrismDriver;
import io.grism.ray.RayCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code ./grism} runs. Exit codes: 0 done, 1 a statement failed, 2 the command line is wrong. */
public final class Main {
    private static final String USAGE =
            "Usage: ./grism sql [FOLDER|URL] [-u URL] [-e SQL]... [-f FILE] [--format NAME] [--threads N] [--memory SIZE]"
                    + " [--runtime NAME] [--ray-address HOST:PORT]";

    /** Options that are settings of the session, and those that have other names there. */
    private static final Map<String, String> SETTINGS = Map.of(
            "--threads", "threads", "--memory", "memory", "--runtime", "runtime", "--ray-address", "ray.address");

    /** The launcher says whether standard input and error are a terminal. */
    private static final boolean ON_TERMINAL = Boolean.getBoolean("grism.terminal");

    private Main() {}

    public static void main(String[] args) throws IOException {
        System.exit(run(args));
    }

    static int run(String... args) throws IOException {
        if (args.length == 0) {
            return usage("Cannot run nothing");
        }
        if (ON_TERMINAL) {
            GrismDriver.onConnect(session -> {
                ProgressBar bar = new ProgressBar(System.err);
                session.onProgress(bar);
                session.onQueryProgress(bar);
            });
        }
        return switch (args[0]) {
            case "demo" -> args.length == 1 ? Demo.run() : usage("Cannot understand argument: " + args[1]);
            case "sql" -> sql(args);
            case "ray" -> ray(List.of(args).subList(1, args.length));
            default -> usage("Cannot run command: " + args[0]);
        };
    }

    private static int sql(String[] args) throws IOException {
        String url = GrismDriver.PREFIX;
        StringBuilder settings = new StringBuilder();
        String format = null;
        String file = null;
        List<String> statements = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            String option = args[i];
            if (option.equals("--help") || option.equals("-h")) {
                System.out.println(USAGE);
                return 0;
            }
            if (!option.startsWith("-") && !option.isEmpty()) {
                if (!url.equals(GrismDriver.PREFIX)) {
                    return usage("Cannot open more than one database: " + option);
                }
                if (option.contains(";")) {
                    String place = option.substring(0, option.indexOf(';'));
                    return usage("Cannot open " + place + ": options are given with -u \"" + GrismDriver.PREFIX + place
                            + ";NAME=VALUE\"");
                }
                url = url(option);
                continue;
            }
            String value = null;
            int equals = option.startsWith("--") ? option.indexOf('=') : -1;
            if (equals > 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            } else if (i + 1 < args.length) {
                value = args[++i];
            }
            if (!List.of("-u", "-e", "-f", "--format").contains(option) && !SETTINGS.containsKey(option)) {
                return usage("Cannot understand option: " + option);
            }
            if (value == null) {
                return usage("Cannot use option " + option + " without a value");
            }
            switch (option) {
                case "-u" -> url = value;
                case "-e" -> statements.add(value);
                case "-f" -> file = value;
                case "--format" -> format = value;
                default ->
                    settings.append(';')
                            .append(SETTINGS.get(option))
                            .append('=')
                            .append(value);
            }
        }
        return run(url + settings, format, file, statements);
    }

    /** The URL of an argument that is a folder, a URL of an object store, or a URL of JDBC already. */
    private static String url(String argument) {
        if (argument.startsWith(GrismDriver.PREFIX)) {
            return argument;
        }
        boolean isNamed = argument.startsWith("/")
                || argument.startsWith("./")
                || argument.startsWith("../")
                || argument.startsWith("file:")
                || argument.contains("://");
        return GrismDriver.PREFIX + (isNamed ? "" : "./") + argument;
    }

    private static int run(String url, @Nullable String format, @Nullable String file, List<String> statements)
            throws IOException {
        if (file != null && !statements.isEmpty()) {
            return usage("Cannot use -e and -f together");
        }
        if (format != null && !GrismApplication.FORMATS.contains(format)) {
            return usage(
                    "Cannot print in format: " + format + ". There are " + String.join(", ", GrismApplication.FORMATS));
        }
        return statements.isEmpty() && file == null && ON_TERMINAL
                ? Shell.interactive(url, format)
                : Script.run(url, format, file, statements);
    }

    private static int ray(List<String> words) {
        try {
            new RayCommand(System.out::println).run(words);
            return 0;
        } catch (GrismException e) {
            System.err.println("grism: " + e.getMessage());
            return e.code() == ErrorCode.INVALID_OPTION ? 2 : 1;
        }
    }

    private static int usage(String problem) {
        System.err.println("grism: " + problem);
        System.err.println(USAGE);
        return 2;
    }
}
