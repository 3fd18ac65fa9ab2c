package io.grism.jdbc;

import io.grism.api.GrismConnection;
import io.grism.exec.batch.ArrowAccess;
import io.grism.exec.error.GrismException;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:grism:} URLs.
 *
 * <ul>
 *   <li>{@code jdbc:grism:/path}, {@code jdbc:grism:./path} and {@code jdbc:grism:file:/path} open the database in a folder, and make it where there is none;
 *   <li>{@code jdbc:grism:s3://bucket/name}, and so with gs and az, opens one in an object store;
 *   <li>{@code jdbc:grism:} opens a fresh database in memory, of this connection only;
 *   <li>{@code jdbc:grism:mem:NAME} opens the database of that name in this process, which lives until its last connection closes.
 * </ul>
 *
 * Settings follow as {@code ;name=value} or come as properties: threads, memory, timezone and so on (docs/sql.md).
 */
public final class GrismDriver extends UnregisteredDriver {
    /** What every URL starts with. */
    public static final String PREFIX = "jdbc:grism:";

    private static volatile Consumer<GrismConnection> onConnect = session -> {};

    static {
        new GrismDriver().register();
    }

    /** Hands the session of each connection opened from now on to {@code listener}: how a shell shows progress. */
    public static void onConnect(Consumer<GrismConnection> listener) {
        onConnect = listener;
    }

    @Override
    protected AvaticaFactory createFactory() {
        return new JdbcFactory();
    }

    @Override
    protected String getConnectStringPrefix() {
        return PREFIX;
    }

    @Override
    protected DriverVersion createDriverVersion() {
        return new DriverVersion("Grism JDBC Driver", Version.TEXT, "Grism", Version.TEXT, true, 0, 1, 0, 1);
    }

    @Override
    public Meta createMeta(AvaticaConnection connection) {
        return new GrismMeta((GrismJdbcConnection) connection);
    }

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        try {
            ArrowAccess.ensureOpen();
            JdbcUrl target = JdbcUrl.parse(url, info);
            GrismJdbcConnection connection = new GrismJdbcConnection(
                    this, factory, target.shown(url), target.shownSettings(), Databases.connect(target));
            handler.onConnectionInit(connection);
            onConnect.accept(connection.session());
            return connection;
        } catch (GrismException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return JdbcUrl.propertyInfo(url, info);
    }
}
