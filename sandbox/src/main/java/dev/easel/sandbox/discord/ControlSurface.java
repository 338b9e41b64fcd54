package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The stand-in's own paths under {@code /_sandbox/}: the user driver, faults, log and reset. */
final class ControlSurface {
    private static final long WAIT_MILLIS_MAX = 60_000;

    private final DiscordStandIn standIn;
    private final ControlActions actions;

    ControlSurface(DiscordStandIn standIn) {
        this.standIn = standIn;
        this.actions = new ControlActions(standIn);
    }

    void handle(HttpServerExchange exchange, String path) throws IOException {
        var method = exchange.getRequestMethod().toString();
        var query = Rest.query(exchange);
        Answer answer;
        try {
            var body = Json.parse(exchange.getInputStream().readAllBytes());
            answer =
                    method.equals("GET")
                            ? Answer.ok(read(path, query))
                            : Answer.ok(actions.act(method + " " + path, body));
        } catch (IllegalArgumentException | DiscordError e) {
            answer = new Answer(400, Json.object().put("message", e.getMessage()));
        } catch (NoSuchElementException e) {
            answer = new Answer(404, Json.object().put("message", e.getMessage()));
        }
        Rest.send(exchange, answer);
    }

    private JsonNode read(String path, Map<String, String> query) {
        var driver = standIn.users();
        return switch (path) {
            case "/health" ->
                    Json.object()
                            .put("connected", standIn.connectedSessions())
                            .put("invalidRequests", standIn.invalidRequests());
            case "/directory" -> standIn.directory();
            case "/view" -> standIn.view().of(query.getOrDefault("user", "en"));
            case "/knobs" -> standIn.knobs().toJson();
            case "/commands" -> {
                if (query.containsKey("name")) {
                    driver.awaitCommand(query.getOrDefault("name", ""), wait(query));
                }
                yield Json.MAPPER.valueToTree(driver.commandNames());
            }
            case "/channels" -> Json.MAPPER.valueToTree(driver.channels());
            case "/threads" -> Json.MAPPER.valueToTree(driver.threads());
            case "/interaction" -> interaction(query);
            case "/messages" -> messages(query);
            case "/message" -> message(query);
            case "/log" -> log();
            case "/violations" -> Json.MAPPER.valueToTree(standIn.violations());
            default -> throw new NoSuchElementException("there is no " + path);
        };
    }

    private JsonNode interaction(Map<String, String> query) {
        var id = query.getOrDefault("id", "");
        var seen =
                query.containsKey("waitMillis")
                        ? standIn.users().awaitAck(id, wait(query))
                        : standIn.users().interaction(id);
        var json =
                Json.object()
                        .put("id", seen.id())
                        .put("ack", seen.ack())
                        .put("ephemeral", seen.ephemeral())
                        .put("originalMessageId", seen.originalMessageId());
        json.put("ackedAfterMillis", seen.ackedAfter().map(Duration::toMillis).orElse(null));
        return json;
    }

    /** All messages that match; with {@code waitMillis} not before there are {@code minimum}. */
    private JsonNode messages(Map<String, String> query) {
        var minimum = Integer.parseInt(query.getOrDefault("minimum", "1"));
        Predicate<MessageView> wanted = filter(query);
        return standIn.await(
                        () -> Optional.of(found(wanted)).filter(f -> f.size() >= minimum),
                        wait(query))
                .orElseGet(() -> found(wanted));
    }

    private ArrayNode found(Predicate<MessageView> wanted) {
        var found = Json.array();
        standIn.users().allMessages().stream().filter(wanted).forEach(m -> found.add(m.toJson()));
        return found;
    }

    private JsonNode message(Map<String, String> query) {
        return standIn.users().awaitMessage(filter(query), wait(query)).toJson();
    }

    /** By id, channel (id or name), words it contains, author and number of files. */
    private Predicate<MessageView> filter(Map<String, String> query) {
        var id = query.get("id");
        var channel =
                channelId(
                        query.containsKey("channelId")
                                ? query.get("channelId")
                                : query.get("channel"));
        var contains = query.get("contains");
        var interaction = query.get("interactionId");
        var files = Integer.parseInt(query.getOrDefault("files", "0"));
        var edits = Integer.parseInt(query.getOrDefault("edits", "0"));
        var byBot = query.get("byBot");
        return m ->
                (id == null || m.id().equals(id))
                        && (channel == null || m.channelId().equals(channel))
                        && (contains == null || m.text().contains(contains))
                        && (interaction == null || interaction.equals(m.interactionId()))
                        && (byBot == null || byBot.equals(Boolean.toString(m.byBot())))
                        && m.files().size() >= files
                        && m.edits() >= edits;
    }

    private @Nullable String channelId(@Nullable String word) {
        return word == null
                ? null
                : standIn.users().channels().stream()
                        .filter(c -> c.id().equals(word) || c.name().equals(word))
                        .map(UserDriver.ChannelView::id)
                        .findFirst()
                        .orElse(word);
    }

    private JsonNode log() {
        var entries = Json.array();
        standIn.log().entries().forEach(e -> entries.add(e.toJson()));
        return entries;
    }

    private static Duration wait(Map<String, String> query) {
        var millis = Long.parseLong(query.getOrDefault("waitMillis", "0"));
        return Duration.ofMillis(Math.min(millis, WAIT_MILLIS_MAX));
    }
}
