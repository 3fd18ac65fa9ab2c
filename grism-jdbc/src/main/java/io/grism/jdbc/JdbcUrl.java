package io.grism.jdbc;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.durable.ObjectFiles;
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
 * A parsed URL: of the database in a folder or an object store, of one in memory that connections share by a name, or of a fresh one.
 *
 * @param location path of the folder or URL in the object store, or null for a database in memory
 * @param name of a database in memory, or null for a fresh one
 * @param settings the settings of the URL and the properties, the URL's being stronger
 */
record JdbcUrl(@Nullable String location, @Nullable String name, Properties settings) {
    private static final String MEMORY = "mem:";
    private static final String FILE = "file:";

    /** Options of a database in a folder or an object store. */
    private static final Set<String> OF_FOLDERS = Set.of("cache", "create", "index.size");

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
        if (!inFolder && !target.contains("://") && target.contains("=")) {
            settings = rest;
            target = "";
        }
        // Settings may be secret.
        String shown = GrismDriver.PREFIX + target;
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
            throw notYet("a Calcite model", shown);
        }
        if (inFolder) {
            return new JdbcUrl(path(target, shown).toString(), null, parsed);
        }
        if (target.isEmpty()) {
            return new JdbcUrl(null, null, parsed);
        }
        if (target.startsWith(MEMORY) && target.length() > MEMORY.length()) {
            return new JdbcUrl(null, target.substring(MEMORY.length()), parsed);
        }
        if (target.startsWith("//")) {
            throw notYet("a remote server", shown);
        }
        if (target.contains("://")) {
            return new JdbcUrl(target, null, parsed);
        }
        throw new GrismException(
                ErrorCode.INVALID_OPTION,
                "Cannot open " + shown
                        + ". A URL is jdbc:grism:/path/to/folder or jdbc:grism:./folder for a database that lasts, jdbc:grism:s3://bucket/name for one in an object store, jdbc:grism: for a fresh one in memory, or"
                        + " jdbc:grism:mem:NAME for one that connections of this process share, then ;name=value for settings");
    }

    /** Whether an option is one of the database; all others are settings of sessions. */
    boolean isOfDatabase(String name) {
        return location != null && (OF_FOLDERS.contains(name) || isInObjectStore() && ObjectFiles.isOption(name));
    }

    private boolean isInObjectStore() {
        return location != null && ObjectFiles.isUrl(location);
    }

    /** The URL as it may be told: without options where keys may be among them. */
    String shown(String url) {
        return isInObjectStore() ? GrismDriver.PREFIX + location : url;
    }

    /** The settings that may be told. */
    Properties shownSettings() {
        Properties shown = new Properties();
        settings.stringPropertyNames().stream()
                .filter(name -> !isInObjectStore() || !ObjectFiles.isOption(name))
                .forEach(name -> shown.setProperty(name, settings.getProperty(name)));
        return shown;
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
