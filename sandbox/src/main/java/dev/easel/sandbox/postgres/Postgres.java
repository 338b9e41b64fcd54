package dev.easel.sandbox.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A PostgreSQL server whose data and passwords stay in one directory, so that the next start finds
 * them. Everybody proves who they are with a password, from this machine too.
 */
public final class Postgres implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "easel";
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final String HOST_BASED_AUTHENTICATION = "host all all all scram-sha-256\n";

    private final EmbeddedPostgres server;
    private final Path data;
    private final String host;
    private final String superuserPassword;
    private final String ownerPassword;

    /** How to reach one database; the text form hides the password. */
    public record Access(String host, int port, String database, String user, String password) {
        public String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl(), user, password);
        }

        @Override
        public String toString() {
            return jdbcUrl() + " as " + user;
        }
    }

    private Postgres(
            EmbeddedPostgres server,
            Path data,
            String host,
            String superuserPassword,
            String ownerPassword) {
        this.server = server;
        this.data = data;
        this.host = host;
        this.superuserPassword = superuserPassword;
        this.ownerPassword = ownerPassword;
    }

    /**
     * Starts the server and returns when the database {@code easel} of the user {@code easel} is
     * there.
     *
     * @param binaries where the server's programs are unpacked, once
     * @param address where it listens besides the loopback address
     * @param port 0 takes a free one
     */
    public static Postgres start(Path directory, Path binaries, String address, int port)
            throws IOException {
        Files.createDirectories(directory);
        Files.createDirectories(binaries);
        var superuserPassword = password(directory.resolve("superuser.password"));
        var ownerPassword = password(directory.resolve("easel.password"));
        var data = directory.resolve("data");
        var log = ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile());
        var addresses = address.startsWith("127.") ? address : "127.0.0.1," + address;
        var server =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setOverrideWorkingDirectory(binaries.toFile())
                        .setPort(port)
                        .setServerConfig("listen_addresses", addresses)
                        // No socket files in the common temporary directory.
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("max_connections", "100")
                        // The library passes these to initdb, which takes the password this way.
                        .setLocaleConfig(
                                "pwfile", directory.resolve("superuser.password").toString())
                        .setConnectConfig("password", superuserPassword)
                        .setDataDirectoryCustomizer(Postgres::askForPasswords)
                        .setPGStartupWait(START_MAX)
                        .setErrorRedirector(log)
                        .setOutputRedirector(log)
                        .start();
        var postgres = new Postgres(server, data, address, superuserPassword, ownerPassword);
        try {
            postgres.createOwner();
            postgres.database(OWNER);
            return postgres;
        } catch (SQLException e) {
            postgres.close();
            throw new IOException("cannot prepare the database: " + e.getMessage(), e);
        }
    }

    /** The database of this name, owned by {@code easel}, made if it is not there. */
    public Access database(String name) throws SQLException {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        try (var connection = superuser().connect()) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                try (var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + name + " OWNER " + OWNER);
                }
            }
        }
        return new Access(host, server.getPort(), name, OWNER, ownerPassword);
    }

    public int port() {
        return server.getPort();
    }

    /** The server's process, which the library starts through a helper that has ended. */
    public long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private Access superuser() {
        return new Access("127.0.0.1", server.getPort(), SUPERUSER, SUPERUSER, superuserPassword);
    }

    private void createOwner() throws SQLException {
        try (var connection = superuser().connect()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", OWNER)) {
                try (var statement = connection.createStatement()) {
                    statement.execute(
                            "CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + ownerPassword + "'");
                }
            }
        }
    }

    private static boolean exists(Connection connection, String question, String name)
            throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void askForPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), HOST_BASED_AUTHENTICATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hexadecimal digits, so that a password needs no quoting anywhere. */
    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            var bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
        }
        return Files.readString(file).strip();
    }
}
