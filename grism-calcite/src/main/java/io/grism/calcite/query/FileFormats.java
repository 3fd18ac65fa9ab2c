package io.grism.calcite.query;

import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import io.grism.exec.storage.FileFormat;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file formats on the class path. */
final class FileFormats {
    private static final Map<String, FileFormat> ALL = load();

    private FileFormats() {}

    private static Map<String, FileFormat> load() {
        Map<String, FileFormat> all = new TreeMap<>();
        for (FileFormat format : ServiceLoader.load(FileFormat.class, FileFormats.class.getClassLoader())) {
            all.put(format.name(), format);
        }
        return all;
    }

    static FileFormat named(String name, @Nullable SourcePosition position) {
        FileFormat format = ALL.get(name.toLowerCase(Locale.ROOT));
        if (format == null) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot use file format: " + name + ". There are " + String.join(", ", ALL.keySet()) + ".",
                    position,
                    null);
        }
        return format;
    }

    /** The format that a file's name tells; CSV when it tells none. */
    static String byName(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".parquet") || lower.endsWith(".pq") ? "parquet" : "csv";
    }

    static Path path(String file, @Nullable SourcePosition position) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new GrismException(ErrorCode.FILE_NOT_FOUND, "Cannot read file name: " + file + ".", position, e);
        }
    }

    static GrismException unknownOption(String name, Collection<String> known, @Nullable SourcePosition position) {
        return new GrismException(
                ErrorCode.INVALID_OPTION,
                "Cannot set option: " + name + Suggestions.didYouMean(name, known) + " There are "
                        + String.join(", ", known) + ".",
                position,
                null);
    }
}
