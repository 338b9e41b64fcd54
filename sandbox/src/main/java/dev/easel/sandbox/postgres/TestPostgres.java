package dev.easel.sandbox.postgres;

import dev.easel.sandbox.cluster.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server for all tests of a JVM; a test class takes a database of its own. */
public final class TestPostgres {
    private static @Nullable TestPostgres shared;

    private final Postgres postgres;
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Started by the first call; it ends, and its files go, with the JVM. */
    public static synchronized TestPostgres shared() {
        var known = shared;
        if (known != null) {
            return known;
        }
        try {
            var directory = Files.createTempDirectory("easel-test-postgres-");
            var binaries = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
            var postgres = Postgres.start(directory, binaries, "127.0.0.1", 0);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(postgres, directory)));
            var started = new TestPostgres(postgres);
            shared = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the test database cannot start", e);
        }
    }

    /** A new, empty database. */
    public Postgres.Access database() {
        try {
            return postgres.database("test_" + databases.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a test database", e);
        }
    }

    private static void finish(Postgres postgres, Path directory) {
        try {
            postgres.close();
            Directories.deleteRecursively(directory);
        } catch (IOException e) {
            e.printStackTrace();
        }
    }
}
