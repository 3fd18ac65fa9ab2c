package io.grism.calcite.query;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import io.grism.exec.storage.FileFormat;
import io.grism.parser.SqlCopy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The options of a COPY: those that COPY itself knows, and those for the file format. */
final class CopyOptions {
    /** Which format; by the file's name when not given. */
    static final String FORMAT = "format";
    /** "position" or "name": how the file's columns find the table's. */
    static final String COLUMNS = "columns";
    /** "reject" or "skip": what becomes of rows that refer to rows which do not exist. */
    static final String DANGLING = "dangling";

    private static final Set<String> OWN = Set.of(FORMAT, COLUMNS, DANGLING);

    private final SqlCopy statement;
    private final Map<String, String> given;
    private final FileFormat format;

    CopyOptions(SqlCopy statement) {
        this.statement = statement;
        this.given = statement.options();
        this.format =
                FileFormats.named(given.getOrDefault(FORMAT, FileFormats.byName(statement.file())), position(FORMAT));
        Set<String> known = new TreeSet<>(format.options().keySet());
        if (statement.way() == SqlCopy.Way.FROM) {
            known.addAll(OWN);
        } else {
            known.add(FORMAT);
        }
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw FileFormats.unknownOption(name, known, position(name));
            }
        }
    }

    FileFormat format() {
        return format;
    }

    Map<String, String> forFormat() {
        Map<String, String> result = new LinkedHashMap<>(given);
        result.keySet().removeAll(OWN);
        return result;
    }

    boolean skipsDangling() {
        return choice(DANGLING, "reject", "skip").equals("skip");
    }

    /** Whether columns are to be found by name; null when the statement does not say. */
    @Nullable
    Boolean byName() {
        return given.containsKey(COLUMNS) ? choice(COLUMNS, "position", "name").equals("name") : null;
    }

    /** An error about the file or an option, with the place of either in the statement. */
    GrismException located(GrismException error) {
        if (error.code() == ErrorCode.FILE_NOT_FOUND || error.code() == ErrorCode.IO_ERROR) {
            return error.at(SqlErrors.position(statement.filePosition()));
        }
        if (error.code() == ErrorCode.INVALID_OPTION) {
            for (String name : given.keySet()) {
                if (String.valueOf(error.getMessage()).contains(" " + name + ":")) {
                    return error.at(position(name));
                }
            }
        }
        return error;
    }

    private String choice(String name, String first, String second) {
        String value = given.getOrDefault(name, first).toLowerCase(Locale.ROOT);
        if (!List.of(first, second).contains(value)) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot set option " + name + ": " + value + ". It is " + first + " or " + second + ".",
                    position(name),
                    null);
        }
        return value;
    }

    private SourcePosition position(String option) {
        return SqlErrors.position(statement.optionPosition(option));
    }
}
