package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway closes for, and what it can be told to do to its clients. */
class GatewayRulesIT extends WithGateway {
    private static ObjectNode presence() {
        var frame = Json.object().put("op", 3);
        frame.putObject("d").put("status", "online");
        return frame;
    }

    @Test
    void closesForAPayloadOfMoreThan4096Bytes() {
        try (var socket = TestingSocket.identified(standIn, MESSAGES)) {
            socket.send(presence().put("padding", "a".repeat(4096)));
            assertThat(socket.closeCode()).isEqualTo(4002);
        }
    }

    @Test
    void closesForAnUnknownOpcode() {
        try (var socket = TestingSocket.identified(standIn, MESSAGES)) {
            socket.send(Json.object().put("op", 99));
            assertThat(socket.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void closesForAnythingBeforeIdentifying() {
        try (var socket = new TestingSocket(standIn)) {
            socket.send(presence());
            assertThat(socket.closeCode()).isEqualTo(4003);
        }
    }

    @Test
    void closesForIdentifyingTwice() {
        try (var socket = TestingSocket.identified(standIn, MESSAGES)) {
            socket.identify(standIn.token(), MESSAGES);
            assertThat(socket.closeCode()).isEqualTo(4005);
        }
    }

    @Test
    void closesForMoreThan120PayloadsInAMinute() {
        try (var socket = TestingSocket.identified(standIn, MESSAGES)) {
            for (var i = 0; i < 119; i++) {
                socket.send(presence());
            }
            socket.send(Json.object().put("op", 1).put("d", 0));
            assertThat(socket.closeCode()).isEqualTo(4008);
        }
    }

    @Test
    void closesForAShardThatDoesNotExist() {
        try (var socket = new TestingSocket(standIn)) {
            var frame = Json.object().put("op", 2);
            var d = frame.putObject("d").put("token", standIn.token()).put("intents", MESSAGES);
            d.putArray("shard").add(1).add(1);
            socket.send(frame);
            assertThat(socket.closeCode()).isEqualTo(4010);
        }
    }

    @Test
    void closesForAVersionThatIsNoMore() {
        try (var socket = new TestingSocket(standIn, "v=5&encoding=json")) {
            assertThat(socket.closeCode()).isEqualTo(4012);
        }
    }

    @Test
    void revokesTheTokenOfABotThatIdentifiesTooOften() {
        standIn.turn(standIn.knobs().with(Json.object().put("identifiesMax", 1)));
        try (var rest = new TestingRest(standIn);
                var first = TestingSocket.identified(standIn, MESSAGES);
                var second = new TestingSocket(standIn)) {
            var limit = rest.get("gateway/bot").body().path("session_start_limit");
            assertThat(limit.path("remaining").asInt()).isZero();
            assertThat(limit.path("reset_after").asLong()).isEqualTo(86_400_000);

            second.identify(standIn.token(), MESSAGES);

            assertThat(second.closeCode()).isEqualTo(4004);
            assertThat(rest.get("users/@me").status()).isEqualTo(401);
            assertThat(first).isNotNull();
        }
    }

    @Test
    void asksForAHeartbeat() {
        try (var socket = TestingSocket.identified(standIn, MESSAGES)) {
            standIn.disturbGateway("heartbeat");
            assertThat(socket.op(1)).isNotNull();
        }
    }

    @Test
    void keepsASessionThatItCallsResumable() {
        String session;
        try (var socket = new TestingSocket(standIn)) {
            session = session(socket);
            standIn.disturbGateway("resumable");
            assertThat(socket.op(9).path("d").asBoolean()).isTrue();
        }
        try (var again = new TestingSocket(standIn)) {
            again.resume(standIn.token(), session, 2);
            assertThat(again.event("RESUMED")).isNotNull();
        }
    }

    @ParameterizedTest(name = "does not resume after {0}")
    @ValueSource(strings = {"4007", "4009"})
    void doesNotResumeAfter(String code) {
        assertThat(resumedAfter(code)).isFalse();
    }

    @ParameterizedTest(name = "resumes after {0}")
    @ValueSource(strings = {"4000", "4008"})
    void resumesAfter(String code) {
        assertThat(resumedAfter(code)).isTrue();
    }

    private boolean resumedAfter(String code) {
        var session = cutOff(code);
        try (var again = new TestingSocket(standIn)) {
            again.resume(standIn.token(), session, 2);
            again.op(10);
            var answer = again.next();
            return answer.path("t").asText().equals("RESUMED");
        }
    }

    @Test
    void closesForASequenceThatWasNeverSent() {
        String session;
        try (var socket = new TestingSocket(standIn)) {
            session = session(socket);
        }
        try (var again = new TestingSocket(standIn)) {
            again.resume(standIn.token(), session, 1000);
            assertThat(again.closeCode()).isEqualTo(4007);
        }
    }

    @Test
    void delaysAnEventBehindTheNext() {
        try (var socket = TestingSocket.identified(standIn, MESSAGES)) {
            var late = Duration.ofMillis(200);
            standIn.faults().onEvent("MESSAGE_CREATE", 1, Faults.EventFault.DELAY, late);
            var users = standIn.users();
            // In one moment of the world, or the first is no longer late on a slow machine.
            var said =
                    standIn.await(
                                    () ->
                                            Optional.of(
                                                    List.of(
                                                            users.say("en", "general", "one"),
                                                            users.say("en", "general", "two"))),
                                    late)
                            .orElseThrow();

            assertThat(socket.event("MESSAGE_CREATE").at("/d/id").asText()).isEqualTo(said.get(1));
            assertThat(socket.event("MESSAGE_CREATE").at("/d/id").asText()).isEqualTo(said.get(0));
        }
    }

    @Test
    void doesTheSameToAnEventForEveryConnection() {
        try (var one = TestingSocket.identified(standIn, MESSAGES);
                var other = TestingSocket.identified(standIn, MESSAGES)) {
            standIn.faults().onEvent("MESSAGE_CREATE", 1, Faults.EventFault.DROP);
            standIn.users().say("en", "general", "lost");
            var heard = standIn.users().say("en", "general", "heard");

            for (var socket : new TestingSocket[] {one, other}) {
                assertThat(socket.event("MESSAGE_CREATE").at("/d/id").asText()).isEqualTo(heard);
            }
        }
    }

    @Test
    void tellsOtherMembersOfAThreadOnlyToThoseWhoAsk() {
        var asking = MESSAGES | GatewaySession.GUILD_MEMBERS;
        try (var quiet = TestingSocket.identified(standIn, MESSAGES);
                var told = TestingSocket.identified(standIn, asking)) {
            var thread = standIn.users().openThread("ja", "general", "talk");
            standIn.users().invite(thread, "en");
            standIn.users().say("ja", "general", "after");

            assertThat(told.event("THREAD_MEMBERS_UPDATE").at("/d/member_count").asInt())
                    .isEqualTo(2);
            quiet.event("THREAD_CREATE");
            assertThat(quiet.next().path("t").asText()).isEqualTo("MESSAGE_CREATE");
        }
    }

    @Test
    void hidesAMentionOfTheRoleAndAPingToAnAnswer() {
        try (var rest = new TestingRest(standIn);
                var blind = TestingSocket.identified(standIn, MESSAGES)) {
            var path = "applications/" + DiscordStandIn.APPLICATION_ID + "/commands";
            rest.post(path, Json.object().put("name", "draw").put("description", "Draws"));
            var id = standIn.users().slash("ja", "general", "draw", Map.of());
            var body = Json.object().put("type", 4);
            body.putObject("data").put("content", "an answer");
            rest.post("interactions/" + id + "/" + standIn.tokenOf(id) + "/callback", body);
            var answer = blind.event("MESSAGE_CREATE").at("/d/id").asText();

            standIn.users().reply("ja", answer, "unread", true);
            assertThat(blind.event("MESSAGE_CREATE").at("/d/content").asText()).isEmpty();
            standIn.users().mentionRole("ja", "general", "unread");
            var byRole = blind.event("MESSAGE_CREATE").path("d");
            assertThat(byRole.path("content").asText()).isEmpty();
            assertThat(byRole.path("mention_roles")).hasSize(1);
            standIn.users().mention("ja", "general", "read");
            assertThat(blind.event("MESSAGE_CREATE").at("/d/content").asText()).contains("read");
        }
    }
}
