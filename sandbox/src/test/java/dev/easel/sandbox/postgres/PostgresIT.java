package dev.easel.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresIT {
    private static final Path BINARIES =
            Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");

    @Test
    void findsItsDataAfterARestart(@TempDir Path directory) throws IOException, SQLException {
        try (var first = Postgres.start(directory, BINARIES, "127.0.0.1", 0);
                var connection = first.database("easel").connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (value text)");
            statement.execute("INSERT INTO kept VALUES ('夕景')");
        }

        try (var second = Postgres.start(directory, BINARIES, "127.0.0.1", 0);
                var connection = second.database("easel").connect();
                var rows = connection.createStatement().executeQuery("SELECT value FROM kept")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("夕景");
        }
    }

    @Test
    void refusesAWrongPassword() {
        var right = TestPostgres.shared().database();
        var wrong =
                new Postgres.Access(
                        right.host(), right.port(), right.database(), right.user(), "guess");

        assertThatThrownBy(wrong::connect)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void givesEachTestClassAnEmptyDatabase() throws SQLException {
        var first = TestPostgres.shared().database();
        var second = TestPostgres.shared().database();
        try (var connection = first.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE only_here ()");
        }

        assertThat(second.database()).isNotEqualTo(first.database());
        try (var connection = second.connect();
                var tables =
                        connection.getMetaData().getTables(null, "public", "only_here", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void keepsThePasswordOutOfItsText() {
        var access = TestPostgres.shared().database();

        assertThat(access.toString()).doesNotContain(access.password());
    }
}
