package dev.easel.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Schemathesis reads the OpenAPI document and sends what it allows and what it forbids to every
 * operation: nothing may end in a failure of the server or in an answer that is not in the
 * document, and what the document forbids must be refused. It is installed once per list of
 * requirements; where Python is missing a build on a machine of one's own goes on without it, and
 * one with {@code CI=true} fails.
 */
class SchemathesisIT {
    private static final Path SOURCE = Path.of("src", "test", "schemathesis");
    private static final Path INSTALLED = Path.of("target", "schemathesis");
    private static final String SEED = System.getProperty("schemathesis.seed", "20261123");
    private static final String EXAMPLES = System.getProperty("schemathesis.examples", "25");
    private static final String SECONDS_MAX = System.getProperty("schemathesis.seconds", "60");
    private static final int CASES_MIN = 1000;
    private static final Pattern CASES = Pattern.compile("(\\d+) generated");

    @Test
    void findsNothingThatTheDocumentDoesNotSay() throws IOException, InterruptedException {
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(hasPython(), "Python is missing");
        }
        install();
        try (var easel = TestingEasel.start()) {
            easel.createPool("default", "http://127.0.0.1:9");
            new TestingGenerators(easel).made(Ask.generate("t1"));
            var key = easel.key(Set.of(Scope.ADMIN), null);
            var run =
                    finish(
                            10,
                            INSTALLED.resolve("bin/schemathesis").toAbsolutePath().toString(),
                            "--config-file=" + SOURCE.resolve("schemathesis.toml").toAbsolutePath(),
                            "run",
                            "../classes/dev/easel/api/openapi/openapi.yaml",
                            "--url=http://127.0.0.1:" + easel.api().port(),
                            "--header=Authorization: Bearer " + key,
                            "--phases=examples,coverage,fuzzing,stateful",
                            "--max-examples=" + EXAMPLES,
                            "--max-time=" + SECONDS_MAX,
                            "--seed=" + SEED,
                            "--request-timeout=20",
                            "--continue-on-failure");
            assertThat(run.status()).as(run.output()).isZero();
            assertThat(cases(run.output())).as(run.output()).isGreaterThan(CASES_MIN);
        }
    }

    private static int cases(String output) {
        var found = CASES.matcher(output);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static boolean hasPython() {
        return List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "python3")));
    }

    private static void install() throws IOException, InterruptedException {
        var wanted = SOURCE.resolve("requirements.txt");
        var present = INSTALLED.resolve("requirements.txt");
        if (Files.exists(present) && Files.mismatch(wanted, present) == -1) {
            return;
        }
        Files.createDirectories(INSTALLED);
        succeed(finish(3, "python3", "-m", "venv", "."));
        succeed(
                finish(
                        10,
                        INSTALLED.resolve("bin/pip").toAbsolutePath().toString(),
                        "install",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--requirement",
                        wanted.toAbsolutePath().toString()));
        // Last, so that an installation that broke off is begun again.
        Files.copy(wanted, present, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void succeed(Finished finished) {
        assertThat(finished.status()).as(finished.output()).isZero();
    }

    private record Finished(int status, String output) {}

    private static Finished finish(int minutesMax, String... words)
            throws IOException, InterruptedException {
        var log = Files.createTempFile("easel-schemathesis-", ".log");
        var process =
                new ProcessBuilder(words)
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(minutesMax, TimeUnit.MINUTES))
                    .as("%s ends within %d minutes", words[0], minutesMax)
                    .isTrue();
            return new Finished(process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }
}
