package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A second client that nobody here wrote does what a bot does: discord.js, in {@code flows.mjs}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscordJsIT {
    private final Map<String, Optional<String>> failures = new LinkedHashMap<>();
    private String output = "";
    private List<String> violations = List.of();

    @BeforeAll
    void run() throws IOException, InterruptedException {
        NodeProject.assumeInstalled();
        NodeProject.install();
        try (var standIn = DiscordStandIn.start("127.0.0.1", 0)) {
            standIn.turn(standIn.knobs().with(Json.object().put("messageRequestsPerWindow", 1000)));
            output =
                    NodeProject.run(
                                    "flows",
                                    Map.of("STAND_IN_TOKEN", standIn.token()),
                                    "node",
                                    "flows.mjs",
                                    standIn.restUrl(),
                                    standIn.controlUrl())
                            .output();
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
