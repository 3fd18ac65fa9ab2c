package io.grism.jdbc;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.ConnectStringParser;
import org.jspecify.annotations.Nullable;

/**
 * A parsed URL.
 *
 * @param database the shared database's name, or null for a fresh one
 * @param settings the settings of the URL and the properties, the URL's being stronger
 */
record JdbcUrl(@Nullable String database, Properties settings) {
    private static final String MEMORY = "mem:";

    private static final Map<String, String> KNOWN = Map.of(
            "threads", "worker threads a query may use; default: all cores",
            "memory", "memory budget of a query, such as 2GB; default: half of the heap",
            "runtime", "local, stages to run queries in partitions, or ray to run those on a cluster; default: local",
            "partitions", "partitions of a query in stages; default: all cores",
            "timezone", "time zone of the session, such as Europe/Paris",
            "schema", "schema that unqualified names are looked up in; default: main");

    static JdbcUrl parse(String url, @Nullable Properties info) throws SQLException {
        String rest = url.substring(GrismDriver.PREFIX.length());
        int semicolon = rest.indexOf(';');
        String target = semicolon < 0 ? rest : rest.substring(0, semicolon);
        String settings = semicolon < 0 ? "" : rest.substring(semicolon + 1);
        if (target.contains("=")) {
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
        if (target.isEmpty()) {
            return new JdbcUrl(null, parsed);
        }
        if (target.startsWith(MEMORY) && target.length() > MEMORY.length()) {
            return new JdbcUrl(target.substring(MEMORY.length()), parsed);
        }
        if (target.startsWith("//")) {
            throw notYet("a remote server", url);
        }
        if (target.startsWith("/") || target.startsWith(".") || target.startsWith("file:")) {
            throw notYet("a database in a directory", url);
        }
        throw new GrismException(
                ErrorCode.INVALID_OPTION,
                "Cannot open " + url
                        + ". A URL is jdbc:grism: for a fresh database in memory, or jdbc:grism:mem:NAME for"
                        + " one that connections of this process share, then ;name=value for settings");
    }

    private static GrismException notYet(String what, String url) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot open " + url + ": " + what
                        + " is not supported yet. Use jdbc:grism: or jdbc:grism:mem:NAME, which are in memory");
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
