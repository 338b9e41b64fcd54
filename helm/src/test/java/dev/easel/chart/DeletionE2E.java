package dev.easel.chart;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.sandbox.cli.ApiClient;
import dev.easel.sandbox.cli.DiscordUser;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Delete button of the real bot, and the real api that keeps the pictures. */
@ExtendWith({NodeNeeded.class, OneSandbox.class})
@Timeout(value = 10, unit = MINUTES)
class DeletionE2E {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    @Test
    void removesPostsAndStoredPicturesForWhoeverAskedForThem(RunningSandbox sandbox)
            throws IOException, InterruptedException {
        var doors = new Doors(sandbox);
        try (var user = sandbox.discordUser("en")) {
            var options = Map.of("instruction", "a lighthouse", "count", 1);
            var name = "d-" + user.slash("generate", options);
            doors.awaitSucceeded(name);
            doors.awaitCondition(name, Condition.DELIVERED);
            var detail = doors.detail(name);
            var place = doors.requests().withName(name).get().getSpec().delivery().discord();
            var posts = Map.of("channelId", place.threadID(), "files", "1");
            var result = user.messages(posts, 1, Duration.ZERO).get(0);

            var question = answer(user, press(user, result, "delete"), "cannot be undone");
            press(user, question, "delete_all");
            var answered = Map.of("id", id(question), "contains", "stored pictures are gone");

            assertThat(user.messages(answered, 1, ANSWER_MAX)).hasSize(1);
            assertThat(user.messages(posts, 1, Duration.ZERO))
                    .isNotEmpty()
                    .allMatch(m -> m.path("deleted").asBoolean());
            assertGone(sandbox, detail);
        }
    }

    private static void assertGone(RunningSandbox sandbox, RequestDetail detail) {
        assertThatThrownBy(() -> sandbox.api.detail(detail.requestId()))
                .isInstanceOfSatisfying(
                        ApiClient.Refused.class, e -> assertThat(e.status()).isEqualTo(404));
        assertThatThrownBy(() -> sandbox.api.image(detail.images().getFirst().filePath()))
                .isInstanceOf(ApiClient.Refused.class);
    }

    private static JsonNode answer(DiscordUser user, String interaction, String words)
            throws IOException, InterruptedException {
        var wanted = Map.of("interactionId", interaction, "contains", words);
        var found = user.messages(wanted, 1, ANSWER_MAX);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Answers the interaction's id. */
    private static String press(DiscordUser user, JsonNode message, String action)
            throws IOException, InterruptedException {
        for (var button : message.path("buttons")) {
            var customId = button.path("customId").asText();
            if (customId.startsWith("v1|" + action + "|")) {
                return user.click(id(message), customId);
            }
        }
        throw new AssertionError("no button does " + action + " under " + message);
    }

    private static String id(JsonNode message) {
        return message.path("id").asText();
    }
}
