package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Discord's OpenAPI document has no gateway events; the types that discord.js is written in do. The
 * events are compiled against them, as objects of the type that each is said to be.
 */
class GatewayTypesIT {
    private static final int EVERYTHING =
            GatewaySession.GUILDS
                    | GatewaySession.GUILD_MEMBERS
                    | GatewaySession.GUILD_MESSAGES
                    | GatewaySession.GUILD_MESSAGE_REACTIONS
                    | GatewaySession.MESSAGE_CONTENT;

    /** Enums are what stands on the wire, flags are sums, and there may be more than is typed. */
    private static final String WIRE =
            """
            import type * as d from 'discord-api-types/v10';
            type Wire<T> =
                T extends string ? `${T}`
                : T extends number ? number
                : T extends (infer U)[] ? Wire<U>[]
                : T extends object ? { [K in keyof T]: Wire<T[K]> } & { [more: string]: unknown }
                : T;
            """;

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("READY", "GatewayReadyDispatchData"),
                    Map.entry("GUILD_CREATE", "GatewayGuildCreateDispatchData"),
                    Map.entry("GUILD_UPDATE", "GatewayGuildUpdateDispatchData"),
                    Map.entry("CHANNEL_CREATE", "GatewayChannelCreateDispatchData"),
                    Map.entry("CHANNEL_UPDATE", "GatewayChannelUpdateDispatchData"),
                    Map.entry("CHANNEL_DELETE", "GatewayChannelDeleteDispatchData"),
                    Map.entry("THREAD_CREATE", "GatewayThreadCreateDispatchData"),
                    Map.entry("THREAD_UPDATE", "GatewayThreadUpdateDispatchData"),
                    Map.entry("THREAD_DELETE", "GatewayThreadDeleteDispatchData"),
                    Map.entry("THREAD_MEMBERS_UPDATE", "GatewayThreadMembersUpdateDispatchData"),
                    Map.entry("GUILD_MEMBER_ADD", "GatewayGuildMemberAddDispatchData"),
                    Map.entry("MESSAGE_CREATE", "GatewayMessageCreateDispatchData"),
                    Map.entry("MESSAGE_UPDATE", "GatewayMessageUpdateDispatchData"),
                    Map.entry("MESSAGE_DELETE", "GatewayMessageDeleteDispatchData"),
                    Map.entry("MESSAGE_REACTION_ADD", "GatewayMessageReactionAddDispatchData"),
                    Map.entry("INTERACTION_CREATE", "GatewayInteractionCreateDispatchData"));

    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
    }

    @AfterEach
    void stop() {
        rest.close();
        standIn.close();
    }

    @Test
    void areOfTheTypesThatClientsAreWrittenIn() throws IOException, InterruptedException {
        NodeProject.assumeInstalled();
        var events = events();
        assertThat(events).extracting(e -> e.path("t").asText()).containsAll(TYPES.keySet());
        var compiled = compiled("events.ts", events);

        assertThat(compiled.output()).isEmpty();
        assertThat(compiled.status()).isZero();
    }

    @Test
    void aFieldOfTheWrongTypeWouldShow() throws IOException, InterruptedException {
        NodeProject.assumeInstalled();
        var wrong = Json.object().put("t", "MESSAGE_DELETE");
        wrong.putObject("d").put("id", 7).put("channel_id", "1");
        assertThat(compiled("wrong.ts", List.of(wrong)).output())
                .contains("'number' is not assignable to type 'string'");
    }

    private static NodeProject.Finished compiled(String file, List<JsonNode> events)
            throws IOException, InterruptedException {
        NodeProject.install();
        Files.writeString(NodeProject.DIRECTORY.resolve(file), source(events));
        return NodeProject.run(
                file,
                "node_modules/.bin/tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--ignoreConfig",
                "--module",
                "nodenext",
                file);
    }

    private static String source(List<JsonNode> events) {
        var text = new StringBuilder(WIRE);
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var type = TYPES.get(event.path("t").asText());
            if (type != null) {
                text.append("export const e%d: Wire<d.%s> = %s;%n".formatted(i, type, d(event)));
            }
        }
        return text.toString();
    }

    private static String d(JsonNode event) {
        return event.path("d").toPrettyString();
    }

    /** One of each, and of messages and interactions one of each form. */
    private List<JsonNode> events() {
        try (var socket = new TestingSocket(standIn)) {
            socket.identify(standIn.token(), EVERYTHING);
            var events = new ArrayList<JsonNode>();
            events.add(socket.event("READY"));
            events.add(socket.event("GUILD_CREATE"));
            var last = act();
            do {
                events.add(socket.op(0));
            } while (!events.getLast().at("/d/id").asText().equals(last));
            return events;
        }
    }

    /** Answers the id of the last event. */
    private String act() {
        var users = standIn.users();
        var admin = standIn.admin();
        admin.setBoostTier(2);
        var channel = admin.createChannel("short-lived");
        admin.setAgeRestricted(channel, true);
        admin.deleteChannel(channel);
        admin.addMember("New", "de");
        var said = users.say("ja", "general", "one");
        users.edit("ja", said, "two");
        users.react("ja", said, "👍");
        users.reply("en", said, "reply", true);
        users.mention("en", "general", "you there");
        var file = Json.object().put("content", "file");
        rest.post("channels/1100000000000000201/messages", file, Map.of("a.png", new byte[3]));
        var thread = users.openThread("ja", "general", "thread");
        users.invite(thread, "en");
        users.archive(thread, true, false);
        users.deleteThread(thread);
        users.delete(said);
        return interactions();
    }

    private String interactions() {
        var users = standIn.users();
        var command = Json.object().put("name", "draw").put("description", "Draws").put("type", 1);
        var option = command.putArray("options").addObject();
        option.put("type", 3).put("name", "what").put("description", "What to draw");
        option.put("autocomplete", true);
        rest.post("applications/" + DiscordStandIn.APPLICATION_ID + "/commands", command);
        users.type("ja", "general", "draw", Map.of(), "what", "a");
        var id = users.slash("ja", "general", "draw", Map.of("what", "夕景"));
        var answer = Json.object().put("type", 4);
        var button = answer.putObject("data").put("content", "drawn").putArray("components");
        button.addObject()
                .put("type", 1)
                .putArray("components")
                .addObject()
                .put("type", 2)
                .put("style", 1)
                .put("label", "Again")
                .put("custom_id", "again");
        rest.post("interactions/" + id + "/" + standIn.tokenOf(id) + "/callback", answer);
        var message = users.interaction(id).originalMessageId();
        return users.click("en", String.valueOf(message), "again");
    }
}
