package dev.easel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.easel.sandbox.postgres.TestPostgres;
import dev.easel.service.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DatabaseIT {
    /** Exceptions are logged; what users wrote must not be. */
    @Test
    void keepsWhatUsersWroteOutOfItsExceptions() {
        var access = TestPostgres.shared().database();
        var config =
                new ApiConfig.Database(
                        access.jdbcUrl(), access.user(), new Secret(access.password()));
        try (var database = Database.open(config)) {
            var failure =
                    catchThrowable(() ->
                            database.jdbi()
                                    .useHandle(handle ->
                                            handle.createUpdate(
                                                            "INSERT INTO generation_request"
                                                                    + " (name, instruction) VALUES"
                                                                    + " ('a', :instruction)")
                                                    .bind("instruction", "a secret garden")
                                                    .execute()));
            var written = new StringWriter();
            failure.printStackTrace(new PrintWriter(written));
            assertThat(written.toString())
                    .contains("violates not-null constraint")
                    .doesNotContain("a secret garden");
        }
    }
}
