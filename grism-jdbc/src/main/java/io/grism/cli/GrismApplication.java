package io.grism.cli;

import java.util.Collection;
import java.util.List;
import sqlline.Application;
import sqlline.BuiltInProperty;
import sqlline.PromptHandler;
import sqlline.SqlLine;
import sqlline.SqlLineOpts;

/** The shell's look: sqlline under Grism's name, with its driver and defaults. */
public final class GrismApplication extends Application {
    /** What {@code --format} takes. */
    static final List<String> FORMATS =
            List.of("table", "vertical", "csv", "tsv", "json", "xmlattrs", "xmlelements", "ansiconsole");

    /** What stands for NULL in a format: its own word where it has one, nothing in files of values. */
    static String nullText(String format) {
        return switch (format) {
            case "json" -> "null";
            case "csv", "tsv" -> "";
            default -> "NULL";
        };
    }

    @Override
    public String getInfoMessage() {
        return "Grism " + getVersion() + ". SQL ends with a semicolon; !help lists commands, !quit leaves.";
    }

    @Override
    public String getVersion() {
        return "0.1.0";
    }

    @Override
    public List<String> allowedDrivers() {
        return List.of("io.grism.jdbc.GrismDriver");
    }

    @Override
    public Collection<String> getConnectionUrlExamples() {
        return List.of(
                "jdbc:grism:/path/to/folder", "jdbc:grism:", "jdbc:grism:mem:NAME", "jdbc:grism:;threads=1;memory=1GB");
    }

    @Override
    public String getDefaultInteractiveMode() {
        return "notAskCredentials";
    }

    @Override
    public SqlLineOpts getOpts(SqlLine sqlLine) {
        SqlLineOpts options = super.getOpts(sqlLine);
        options.set(BuiltInProperty.ISOLATION, "TRANSACTION_REPEATABLE_READ");
        options.set(BuiltInProperty.OUTPUT_FORMAT, "table");
        options.set(BuiltInProperty.FAST_CONNECT, true);
        options.set(BuiltInProperty.MAX_WIDTH, 200);
        options.set(BuiltInProperty.MAX_COLUMN_WIDTH, -1);
        options.set(BuiltInProperty.NULL_VALUE, "NULL");
        options.set(BuiltInProperty.CSV_QUOTE_CHARACTER, '"');
        options.set(BuiltInProperty.CONNECT_INTERACTION_MODE, getDefaultInteractiveMode());
        return options;
    }

    @Override
    public PromptHandler getPromptHandler(SqlLine sqlLine) {
        return new PromptHandler(sqlLine) {
            @Override
            protected String getDefaultPrompt(int connectionIndex, String url, String defaultPrompt) {
                return "grism> ";
            }
        };
    }
}
