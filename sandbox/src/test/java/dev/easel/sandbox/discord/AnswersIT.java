package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clocks and rules of answering an interaction. */
class AnswersIT {
    private final TestingClock clock = new TestingClock();
    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start(DiscordStandIn.Options.on("127.0.0.1", 0).withClock(clock));
        rest = new TestingRest(standIn);
        var command = Json.object().put("name", "draw").put("description", "Draws").put("type", 1);
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);
    }

    @AfterEach
    void stop() {
        var violations = standIn.violations();
        rest.close();
        standIn.close();
        assertThat(violations).isEmpty();
    }

    private String slash() {
        return standIn.users().slash("en", "general", "draw", Map.of());
    }

    /** The token is known only from the event; here it is read from where the stand-in keeps it. */
    private String token(String interaction) {
        return standIn.tokenOf(interaction);
    }

    private TestingRest.Response answer(String interaction, JsonNode body) {
        return rest.post(
                "interactions/"
                        + interaction
                        + "/"
                        + token(interaction)
                        + "/callback?with_response=true",
                body);
    }

    private static ObjectNode defer() {
        return Json.object().put("type", 5);
    }

    private static ObjectNode reply(String content) {
        var body = Json.object().put("type", 4);
        body.putObject("data").put("content", content);
        return body;
    }

    private String original(String interaction) {
        return "webhooks/"
                + DiscordStandIn.APPLICATION_ID
                + "/"
                + token(interaction)
                + "/messages/@original";
    }

    @Test
    void takesTheFirstAnswerWithin3Seconds() {
        var interaction = slash();
        clock.pass(Duration.ofMillis(2900));

        var answered = answer(interaction, reply("here"));

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.body().at("/resource/message/content").asText()).isEqualTo("here");
    }

    @Test
    void doesNotKnowAnInteractionAfter3Seconds() {
        var interaction = slash();
        clock.pass(Duration.ofMillis(3100));

        var answered = answer(interaction, defer());

        assertThat(answered.status()).isEqualTo(404);
        assertThat(answered.code()).isEqualTo(10062);
    }

    @Test
    void refusesASecondFirstAnswer() {
        var interaction = slash();
        answer(interaction, defer());

        assertThat(answer(interaction, defer()).code()).isEqualTo(40060);
    }

    @Test
    void answersADeferralWithoutAMessage() {
        var answered = answer(slash(), defer());

        assertThat(answered.body().has("resource")).isFalse();
        assertThat(answered.body().at("/interaction/response_message_loading").asBoolean())
                .isTrue();
    }

    @Test
    void takesNoComponentsFlagInADeferral() {
        var body = defer();
        body.putObject("data").put("flags", Message.FLAG_COMPONENTS_V2);

        assertThat(answer(slash(), body).code()).isEqualTo(50035);
    }

    @Test
    void updatesTheMessageOfAButtonOnlyForAButton() {
        var body = Json.object().put("type", 7);
        body.putObject("data").put("content", "no");

        assertThat(answer(slash(), body).code()).isEqualTo(50035);
    }

    @Test
    void honoursATokenFor15Minutes() {
        var interaction = slash();
        answer(interaction, defer());
        var edit = Json.object().put("content", "still here");

        clock.pass(Duration.ofMinutes(15).minusSeconds(1));
        var inTime = rest.patch(original(interaction), edit);
        clock.pass(Duration.ofSeconds(2));
        var late = rest.patch(original(interaction), edit);

        assertThat(inTime.status()).isEqualTo(200);
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.code()).isEqualTo(50027);
    }

    @Test
    void findsTheOriginalUnderItsEscapedName() {
        var interaction = slash();
        answer(interaction, reply("first"));

        var read = rest.get(original(interaction).replace("@", "%40"));

        assertThat(read.body().path("content").asText()).isEqualTo("first");
    }

    @Test
    void putsTheFirstFollowUpInPlaceOfTheThinkingLine() {
        var interaction = slash();
        answer(interaction, defer());
        var webhook = original(interaction).replace("/messages/@original", "");

        rest.post(webhook, Json.object().put("content", "one"));
        rest.post(webhook, Json.object().put("content", "two"));

        var original = standIn.users().interaction(interaction).originalMessageId();
        assertThat(standIn.users().messages("general"))
                .extracting(MessageView::content)
                .containsExactly("one", "two");
        assertThat(standIn.users().messages("general").getFirst().id()).isEqualTo(original);
    }

    @Test
    void hidesAnEphemeralAnswerFromTheHistory() {
        var body = reply("only you");
        ((ObjectNode) body.path("data")).put("flags", Message.FLAG_EPHEMERAL);
        answer(slash(), body);

        var listed = rest.get("channels/1100000000000000201/messages");

        assertThat(listed.body()).isEmpty();
        assertThat(standIn.users().messages("general").getFirst().ephemeral()).isTrue();
    }

    @Test
    void knowsNoAnswerBeforeTheFirst() {
        assertThat(rest.get(original(slash())).code()).isEqualTo(10015);
    }
}
