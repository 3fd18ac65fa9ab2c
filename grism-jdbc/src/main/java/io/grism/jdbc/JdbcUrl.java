package io.grism.jdbc;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.calcite.avatica.ConnectStringParser;
import org.jspecify.annotations.Nullable;

/**
 * A parsed URL: of the database in a folder, of one in memory that connections share by a name, or of a fresh one.
 *
 * @param folder of the database, or null for one in memory
 * @param name of a database in memory, or null for a fresh one
 * @param settings the settings of the URL and the properties, the URL's being stronger
 */
record JdbcUrl(@Nullable Path folder, @Nullable String name, Properties settings) {
    private static final String MEMORY = "mem:";
    private static final String FILE = "file:";

    /** Options of a database in a folder; all others are settings of sessions. */
    static final Set<String> OF_FOLDERS = Set.of("cache", "create", "index.size");

    private static final Map<String, String> KNOWN = Map.of(
            "threads", "worker threads a query may use; default: all cores",
            "memory", "memory budget of a query, such as 2GB; default: half of the heap",
            "runtime", "local, stages to run queries in partitions, or ray to run those on a cluster; default: local",
            "partitions", "partitions of a query in stages; default: all cores",
            "timezone", "time zone of the session, such as Europe/Paris",
            "schema", "schema that unqualified names are looked up in; default: main",
            "cache",
                    "of a database in a folder: bytes of its tables kept in memory, such as 2GB; default: a quarter of the heap",
            "index.size", "of a database in a folder: from what size an index is kept in a file; default: 1MB",
            "create", "of a database in a folder: whether to make one where there is none; default: true");

    static JdbcUrl parse(String url, @Nullable Properties info) throws SQLException {
        String rest = url.substring(GrismDriver.PREFIX.length());
        int semicolon = rest.indexOf(';');
        String target = semicolon < 0 ? rest : rest.substring(0, semicolon);
        String settings = semicolon < 0 ? "" : rest.substring(semicolon + 1);
        boolean inFolder = target.startsWith("/") && !target.startsWith("//")
                || target.startsWith("./")
                || target.startsWith("../")
                || target.equals(".")
                || target.equals("..")
                || target.startsWith(FILE);
        if (!inFolder && target.contains("=")) {
            settings = rest;
            target = "";
        }
        Properties parsed = new Properties();
        if (info != null) {
            for (String name : info.stringPropertyNames()) {
                parsed.setProperty(name, info.getProperty(name));
            }
        }
        Properties fromUrl = ConnectStringParser.parse(settings);
        for (String name : fromUrl.stringPropertyNames()) {
            parsed.setProperty(name, fromUrl.getProperty(name));
        }
        if (parsed.containsKey("model")) {
            throw notYet("a Calcite model", url);
        }
        if (inFolder) {
            return new JdbcUrl(path(target, url), null, parsed);
        }
        if (target.isEmpty()) {
            return new JdbcUrl(null, null, parsed);
        }
        if (target.startsWith(MEMORY) && target.length() > MEMORY.length()) {
            return new JdbcUrl(null, target.substring(MEMORY.length()), parsed);
        }
        if (target.startsWith("//")) {
            throw notYet("a remote server", url);
        }
        if (target.contains("://")) {
            throw notYet("a database in an object store", url);
        }
        throw new GrismException(
                ErrorCode.INVALID_OPTION,
                "Cannot open " + url
                        + ". A URL is jdbc:grism:/path/to/folder or jdbc:grism:./folder for a database that lasts, jdbc:grism: for a fresh one in memory, or"
                        + " jdbc:grism:mem:NAME for one that connections of this process share, then ;name=value for settings");
    }

    private static Path path(String target, String url) {
        try {
            if (!target.startsWith(FILE)) {
                return Path.of(target);
            }
            URI uri = URI.create(target);
            return uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot open " + url + ": it names no folder (" + e.getMessage()
                            + "). Folders are /path, ./path and file:/path, where a file: URL has %20 for a space",
                    e);
        }
    }

    private static GrismException notYet(String what, String url) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot open " + url + ": " + what
                        + " is not supported yet. Use jdbc:grism:/path/to/folder, or jdbc:grism: or jdbc:grism:mem:NAME, which are in memory");
    }

    static DriverPropertyInfo[] propertyInfo(String url, Properties info) throws SQLException {
        Properties now = parse(url, info).settings();
        List<DriverPropertyInfo> list = new ArrayList<>();
        KNOWN.forEach((name, meaning) -> {
            DriverPropertyInfo property = new DriverPropertyInfo(name, now.getProperty(name));
            property.description = meaning;
            list.add(property);
        });
        return list.toArray(new DriverPropertyInfo[0]);
    }
}
