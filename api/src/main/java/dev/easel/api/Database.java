package dev.easel.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The connection pool, migrated to the schema of this version. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 16;
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final ApiConfig.Database config;
    private final HikariDataSource source;
    private final Jdbi jdbi;

    private Database(ApiConfig.Database config, HikariDataSource source) {
        this.config = config;
        this.source = source;
        this.jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        // Rows and arguments hold what users wrote; exceptions are logged.
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /** Waits for nothing: a database that is not there is an exception. */
    public static Database open(ApiConfig.Database config) {
        var hikari = new HikariConfig();
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password().value());
        hikari.setPoolName("easel");
        hikari.setMaximumPoolSize(CONNECTIONS_MAX);
        hikari.setMinimumIdle(2);
        hikari.setConnectionTimeout(WAIT_MAX.toMillis());
        hikari.setConnectionInitSql("SET TIME ZONE 'UTC'");
        hikari.addDataSourceProperty("ApplicationName", "easel-api");
        hikari.addDataSourceProperty("socketTimeout", "30");
        hikari.addDataSourceProperty("logServerErrorDetail", "false");
        var source = new HikariDataSource(hikari);
        try {
            // Flyway holds a lock of its own, so replicas that start together migrate once.
            Flyway.configure().dataSource(source).load().migrate();
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
        return new Database(config, source);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** A connection outside the pool, for locks and notifications that last. */
    public Connection dedicatedConnection(String purpose) throws SQLException {
        var properties = new java.util.Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password().value());
        properties.setProperty("ApplicationName", "easel-api " + purpose);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("logServerErrorDetail", "false");
        return DriverManager.getConnection(config.url(), properties);
    }

    public boolean answers() {
        try (var connection = source.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
