package io.grism.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;
import sqlline.BuiltInProperty;
import sqlline.DispatchCallback;
import sqlline.SqlLine;

/** Statements run one after the other, without a terminal, until one fails. */
final class Script implements AutoCloseable {
    /** Errors as one line: sqlline adds stack traces until its interactive loop runs. */
    private static final class QuietSqlLine extends SqlLine {
        /** Where the statement that runs stands, if it comes from a file. */
        private String place = "";

        @Override
        public void handleException(Throwable e) {
            Throwable cause = e.getCause() instanceof SQLException ? e.getCause() : e;
            if (cause instanceof SQLException sql) {
                error("Error" + place + ": " + sql.getMessage() + " (state=" + sql.getSQLState() + ", code="
                        + sql.getErrorCode() + ")");
            } else {
                error("Error" + place + ": " + e);
            }
        }
    }

    private final QuietSqlLine shell = new QuietSqlLine();

    private Script(@Nullable String format) throws IOException {
        // Its loop, with nothing to read: until that has run once, warnings have stack traces.
        SqlLine first = new SqlLine();
        first.setOutputStream(OutputStream.nullOutputStream());
        first.begin(new String[] {"--silent=true"}, InputStream.nullInputStream(), false);
        // Its parser, which knows strings and quoted names, comes with a reader.
        shell.getConsoleReader(InputStream.nullInputStream(), new DefaultHistory());
        shell.getOpts().set(BuiltInProperty.SILENT, true);
        command("!appconfig " + GrismApplication.class.getName());
        shell.getOpts().set(BuiltInProperty.SILENT, true);
        command("!set force true");
        command("!set color false");
        command("!set headerinterval -1");
        if (format != null) {
            command("!set outputformat " + format);
            shell.getOpts().set(BuiltInProperty.NULL_VALUE, GrismApplication.nullText(format));
        }
    }

    /** A script on a new connection; null when there is no connection. */
    static @Nullable Script open(String url, @Nullable String format) throws IOException {
        Script script = new Script(format);
        if (script.command("!connect \"" + url + "\" \"\" \"\"")
                && script.shell.getConnectionMetadata().getIndex() >= 0) {
            return script;
        }
        script.close();
        return null;
    }

    /** Runs statements given on the command line, of a file, or of standard input. */
    static int run(String url, @Nullable String format, @Nullable String file, List<String> statements)
            throws IOException {
        List<String> texts = statements;
        try {
            if (file != null) {
                texts = List.of(Files.readString(Path.of(file)));
            } else if (statements.isEmpty()) {
                texts = List.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            System.err.println("grism: Cannot find file: " + e.getFile());
            return 2;
        } catch (IOException e) {
            System.err.println(
                    "grism: Cannot read " + (file == null ? "standard input" : file) + ": " + e.getMessage());
            return 2;
        }
        try (Script script = open(url, format)) {
            if (script == null) {
                return 1;
            }
            for (String text : texts) {
                if (!(file == null ? script.runAll(text) : script.runFile(file, text))) {
                    return 1;
                }
            }
            return 0;
        }
    }

    /** Runs the statements of a text; false once one has failed. */
    boolean runAll(String text) {
        for (String statement : StatementSplitter.split(text)) {
            if (!command(statement)) {
                return false;
            }
        }
        return true;
    }

    /** Runs the statements of a file; its errors say at which line the statement starts. */
    private boolean runFile(String file, String text) {
        int at = 0;
        for (String statement : StatementSplitter.split(text)) {
            at = text.indexOf(statement, at);
            long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
            shell.place = " in the statement at " + file + ":" + line;
            if (!command(statement)) {
                return false;
            }
            at += statement.length();
        }
        return true;
    }

    /** Runs one statement or shell command. */
    boolean command(String text) {
        DispatchCallback callback = new DispatchCallback();
        shell.runCommands(List.of(text.startsWith("!") || text.endsWith(";") ? text : text + ";"), callback);
        return !callback.isFailure();
    }

    @Override
    public void close() {
        command("!closeall");
    }
}
