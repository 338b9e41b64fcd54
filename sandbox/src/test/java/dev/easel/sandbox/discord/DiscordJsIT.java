package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A second client that nobody here wrote does what a bot does: discord.js, in {@code flows.mjs}. It
 * is installed once per lock file; where Node.js is missing a build on a machine of one's own goes
 * on without it, and one with {@code CI=true} fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscordJsIT {
    private static final Path SOURCE = Path.of("src", "test", "discordjs");
    private static final Path INSTALLED = Path.of("target", "discordjs");
    private static final long MINUTES_MAX = 5;

    private final Map<String, Optional<String>> failures = new LinkedHashMap<>();
    private String output = "";
    private List<String> violations = List.of();

    @BeforeAll
    void run() throws IOException, InterruptedException {
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(isInstalled("node") && isInstalled("npm"), "Node.js is missing");
        }
        install();
        try (var standIn = DiscordStandIn.start("127.0.0.1", 0)) {
            standIn.turn(standIn.knobs().with(Json.object().put("messageRequestsPerWindow", 1000)));
            var flows = command("node", "flows.mjs", standIn.restUrl(), standIn.controlUrl());
            flows.environment().put("STAND_IN_TOKEN", standIn.token());
            output = finish(flows, "flows").output();
            violations = standIn.violations();
        }
        for (var line : output.lines().filter(l -> l.startsWith("{")).toList()) {
            var flow = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            failures.put(
                    flow.path("name").asText(),
                    flow.path("failure").isNull()
                            ? Optional.empty()
                            : Optional.of(flow.path("failure").asText()));
        }
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        var lock = "package-lock.json";
        var current =
                Files.exists(INSTALLED.resolve("node_modules"))
                        && Files.exists(INSTALLED.resolve(lock))
                        && Files.mismatch(SOURCE.resolve(lock), INSTALLED.resolve(lock)) == -1;
        for (var file : List.of("package.json", lock, "flows.mjs")) {
            Files.copy(
                    SOURCE.resolve(file),
                    INSTALLED.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!current) {
            var npm =
                    command(
                            "npm",
                            "ci",
                            "--prefer-offline",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund");
            var installed = finish(npm, "npm");
            assertThat(installed.status()).as(installed.output()).isZero();
        }
    }

    private static ProcessBuilder command(String... words) {
        return new ProcessBuilder(words).directory(INSTALLED.toFile()).redirectErrorStream(true);
    }

    private record Finished(int status, String output) {}

    private static Finished finish(ProcessBuilder command, String name)
            throws IOException, InterruptedException {
        var log = INSTALLED.resolve(name + ".log");
        var process = command.redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES))
                    .as("%s ends within %d minutes", name, MINUTES_MAX)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(log));
    }

    @ParameterizedTest(name = "discord.js {0}")
    @ValueSource(
            strings = {
                "logs in and sees the guild",
                "registers commands with localisations",
                "defers a command and edits its answer",
                "answers an autocompletion",
                "answers a button with an update of its message",
                "opens a form and reads what was written",
                "follows up for the user alone",
                "makes one thread of a message",
                "uploads two files and reads them back",
                "shows a gallery in a container",
                "reads content with the intent and none without",
                "knows what a reply replies to",
                "resumes after a lost connection",
                "waits out a rate limit",
                "reacts",
                "is told what it may not do",
                "edits nothing in an archived thread but wakes it with a message",
                "reads history after a point"
            })
    void discordJs(String flow) {
        assertThat(failures).as(output).containsKey(flow);
        assertThat(failures.get(flow)).as(flow).isEmpty();
    }

    @Test
    void exchangesNothingThatDiscordDoesNotDescribe() {
        assertThat(violations).isEmpty();
    }
}
