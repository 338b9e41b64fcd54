package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The user driver from another process. */
class ControlSurfaceIT {
    private DiscordStandIn standIn;
    private TestingRest rest;
    private String control;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
        control = standIn.controlUrl();
        var command = Json.object().put("name", "draw").put("description", "Draws").put("type", 1);
        var option = command.putArray("options").addObject();
        option.put("type", 3).put("name", "what").put("description", "What to draw");
        option.put("required", true).put("max_length", 5);
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);
    }

    @AfterEach
    void stop() {
        rest.close();
        standIn.close();
    }

    private TestingRest.Response slash(String what) {
        var body = Json.object().put("user", "ja").put("command", "/draw");
        body.putObject("options").put("what", what);
        return rest.post(control + "/slash", body);
    }

    @Test
    void typesACommandAndWatchesItsAnswer() {
        var id = slash("夕景").body().path("interactionId").asText();
        var before = rest.get(control + "/interaction?id=" + id).body();
        var answer = Json.object().put("type", 4);
        answer.putObject("data").put("content", "drawn");
        rest.post("interactions/" + id + "/" + standIn.tokenOf(id) + "/callback", answer);

        var after = rest.get(control + "/interaction?waitMillis=5000&id=" + id).body();
        var messages = rest.get(control + "/messages?waitMillis=5000&interactionId=" + id).body();

        assertThat(before.path("ack").asText()).isEqualTo("NONE");
        assertThat(after.path("ack").asText()).isEqualTo("REPLIED");
        assertThat(after.path("ackedAfterMillis").asLong()).isBetween(0L, 3000L);
        assertThat(messages.at("/0/text").asText()).isEqualTo("drawn");
    }

    @Test
    void refusesWhatAClientWouldNotSend() {
        assertThat(slash("too long").status()).isEqualTo(400);
        assertThat(rest.post(control + "/slash", Json.object().put("command", "draw")).status())
                .isEqualTo(400);
        assertThat(rest.post(control + "/slash", Json.object().put("command", "none")).status())
                .isEqualTo(400);
        assertThat(rest.get(control + "/nothing").status()).isEqualTo(404);
    }

    @Test
    void saysAndRepliesAndFindsMessagesByChannel() {
        var said = rest.post(control + "/say", said("hello")).body().path("messageId").asText();
        var reply = Json.object().put("messageId", said).put("text", "hello back");
        rest.post(control + "/reply", reply);

        var found = rest.get(control + "/messages?minimum=2&waitMillis=5000&channel=general");

        assertThat(found.body().findValuesAsText("text")).containsExactly("hello", "hello back");
    }

    private static ObjectNode said(String text) {
        return Json.object().put("user", "en").put("channel", "general").put("text", text);
    }

    @Test
    void setsFaultsAndKnobsAndForgetsThemOnReset() {
        var rule = Json.object().put("method", "GET").put("path", "/users/@me");
        rest.post(control + "/faults", rule.put("action", "broken").put("status", 503));
        assertThat(rest.get("users/@me").status()).isEqualTo(503);
        assertThat(rest.get("users/@me").status()).isEqualTo(200);

        var turned = rest.patch(control + "/knobs", Json.object().put("boostTier", 3));
        assertThat(turned.body().path("boostTier").asInt()).isEqualTo(3);
        assertThat(rest.patch(control + "/knobs", Json.object().put("wrong", 3)).status())
                .isEqualTo(400);
        rest.post(control + "/say", said("soon forgotten"));

        rest.post(control + "/reset", Json.object());

        assertThat(standIn.knobs()).isEqualTo(Knobs.defaults());
        assertThat(rest.get(control + "/messages").body()).isEmpty();
        assertThat(rest.get(control + "/commands?name=draw").body().toString()).contains("draw");
    }

    @Test
    void isDrivenByNoPageOfAnotherAddress() {
        var own = control.replace("/_sandbox", "");

        for (var origin :
                new String[] {"http://evil.example", "null", "https" + own.substring(4)}) {
            assertThat(rest.postFrom(origin, control + "/say", said("from elsewhere")).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(rest.getFrom("cross-site", control + "/log").status()).isEqualTo(403);
        assertThat(rest.getFrom("same-site", control + "/events").status()).isEqualTo(403);
        assertThat(rest.postFrom(own, control + "/say", said("from the window")).status())
                .isEqualTo(200);
        assertThat(rest.getFrom("same-origin", control + "/log").status()).isEqualTo(200);
        assertThat(rest.getFrom("none", control + "/log").status()).isEqualTo(200);
        assertThat(standIn.users().messages("general"))
                .extracting(MessageView::content)
                .containsExactly("from the window");
    }

    @Test
    void keepsALogWithoutTheToken() {
        rest.get("users/@me");

        var log = rest.get(control + "/log").body();

        assertThat(log.findValuesAsText("path")).contains("/users/@me");
        assertThat(log.toString()).doesNotContain(standIn.token());
        assertThat(rest.get(control + "/violations").body()).isEmpty();
    }
}
