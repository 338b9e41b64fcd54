package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The application's commands, global and of the guild. */
final class Commands {
    static final int CHAT_INPUT = 1;
    private static final int MESSAGE = 3;
    private static final int CHAT_INPUTS_MAX = 100;
    private static final int CONTEXT_COMMANDS_MAX = 15;

    private final World world;
    private final Events events;
    private final Deque<Instant> creates = new ArrayDeque<>();

    Commands(World world, Events events) {
        this.world = world;
        this.events = events;
    }

    void forgetCreates() {
        creates.clear();
    }

    void addTo(Routes routes) {
        for (var scope : List.of("", "/guilds/{guild_id}")) {
            var all = "/applications/{application_id}" + scope + "/commands";
            var one = all + "/{command_id}";
            routes.put(all, this::replaceAll);
            routes.get(all, r -> Answer.ok(list(scopeOf(r))));
            routes.post(all, this::upsert);
            routes.get(one, r -> Answer.ok(found(r)));
            routes.patch(one, this::change);
            routes.delete(one, this::delete);
        }
    }

    /** The guild's id, or empty for global commands. */
    private static String scopeOf(RestRequest request) {
        if (!request.path("application_id").equals(World.APPLICATION_ID)) {
            throw DiscordError.missingAccess();
        }
        var guild = request.path().get("guild_id");
        if (guild != null && !guild.equals(World.GUILD_ID)) {
            throw DiscordError.missingAccess();
        }
        return guild == null ? "" : guild;
    }

    private JsonNode list(String scope) {
        var list = Json.array();
        of(scope).forEach(list::add);
        return list;
    }

    private List<ObjectNode> of(String scope) {
        return world.commands().values().stream()
                .filter(c -> c.path("guild_id").asText("").equals(scope))
                .toList();
    }

    private Answer replaceAll(RestRequest request) {
        var scope = scopeOf(request);
        var fresh = new ArrayList<ObjectNode>();
        var names = new HashSet<String>();
        for (var i = 0; i < request.body().size(); i++) {
            var source = request.body().get(i);
            CommandRules.check(source, i + ".");
            if (!names.add(type(source) + source.path("name").asText())) {
                throw DiscordError.invalid(
                        i + ".name",
                        "APPLICATION_COMMANDS_DUPLICATE_NAME",
                        "Application command names must be unique");
            }
            fresh.add(command(source, scope, same(scope, source)));
        }
        refuseTooMany(fresh);
        countCreates(fresh.stream().filter(c -> !world.commands().containsKey(id(c))).count());
        world.commands().values().removeIf(c -> c.path("guild_id").asText("").equals(scope));
        fresh.forEach(c -> world.commands().put(id(c), c));
        events.commandsChanged();
        return Answer.ok(list(scope));
    }

    private static void refuseTooMany(List<ObjectNode> commands) {
        for (var type = CHAT_INPUT; type <= MESSAGE; type++) {
            var wanted = type;
            var max = type == CHAT_INPUT ? CHAT_INPUTS_MAX : CONTEXT_COMMANDS_MAX;
            if (commands.stream().filter(c -> type(c) == wanted).count() > max) {
                throw DiscordError.of(30032);
            }
        }
    }

    /** Only new names count to what may be made in a day. */
    private void countCreates(long fresh) {
        var now = world.now();
        creates.removeIf(at -> at.plus(Duration.ofDays(1)).isBefore(now));
        if (creates.size() + fresh > world.knobs().commandCreatesMax()) {
            throw DiscordError.of(30034);
        }
        for (var i = 0; i < fresh; i++) {
            creates.add(now);
        }
    }

    private static String id(JsonNode command) {
        return command.path("id").asText();
    }

    private Answer upsert(RestRequest request) {
        var scope = scopeOf(request);
        CommandRules.check(request.body(), "");
        var old = same(scope, request.body());
        var command = command(request.body(), scope, old);
        if (old == null) {
            var all = new ArrayList<>(of(scope));
            all.add(command);
            refuseTooMany(all);
            countCreates(1);
        }
        store(command);
        return old == null ? Answer.created(command) : Answer.ok(command);
    }

    private Answer change(RestRequest request) {
        var old = found(request);
        var merged = old.deepCopy();
        request.body().fields().forEachRemaining(f -> merged.set(f.getKey(), f.getValue()));
        CommandRules.check(merged, "");
        var command = command(merged, scopeOf(request), old);
        store(command);
        return Answer.ok(command);
    }

    private Answer delete(RestRequest request) {
        world.commands().remove(found(request).path("id").asText());
        events.commandsChanged();
        return Answer.nothing();
    }

    private ObjectNode found(RestRequest request) {
        var command = world.commands().get(request.path("command_id"));
        if (command == null || !command.path("guild_id").asText("").equals(scopeOf(request))) {
            throw DiscordError.unknownCommand();
        }
        return command;
    }

    private @Nullable ObjectNode same(String scope, JsonNode source) {
        return of(scope).stream()
                .filter(c -> type(c) == type(source))
                .filter(c -> c.path("name").equals(source.path("name")))
                .findFirst()
                .orElse(null);
    }

    private static int type(JsonNode command) {
        return command.path("type").asInt(CHAT_INPUT);
    }

    private void store(ObjectNode command) {
        world.commands().put(command.path("id").asText(), command);
        events.commandsChanged();
    }

    private ObjectNode command(JsonNode source, String scope, @Nullable ObjectNode old) {
        var command =
                Json.object()
                        .put("id", old == null ? world.snowflakes.next() : old.path("id").asText())
                        .put("application_id", World.APPLICATION_ID)
                        .put("version", world.snowflakes.next())
                        .put("type", type(source))
                        .put("name", source.path("name").asText())
                        .put("description", source.path("description").asText(""));
        var permissions = source.path("default_member_permissions");
        command.put(
                "default_member_permissions",
                permissions.isMissingNode() || permissions.isNull() ? null : permissions.asText());
        if (!scope.isEmpty()) {
            command.put("guild_id", scope);
        }
        for (var field : List.of("name_localizations", "description_localizations")) {
            command.set(field, source.hasNonNull(field) ? source.get(field).deepCopy() : null);
        }
        command.put("nsfw", source.path("nsfw").asBoolean());
        command.put("dm_permission", source.path("dm_permission").asBoolean(true));
        command.set(
                "contexts",
                source.hasNonNull("contexts") ? OpenApi.numbers(source.get("contexts")) : null);
        if (source.hasNonNull("integration_types")) {
            command.set("integration_types", OpenApi.numbers(source.get("integration_types")));
        } else {
            command.putArray("integration_types").add(0);
        }
        if (source.hasNonNull("options")) {
            command.set("options", options(source.get("options")));
        }
        return command;
    }

    /** Options as Discord gives them back: nothing null, nothing empty. */
    private static JsonNode options(JsonNode options) {
        var copies = Json.array();
        for (var option : options) {
            var copy = Json.object();
            for (var field : (Iterable<Map.Entry<String, JsonNode>>) option::fields) {
                var value = field.getValue();
                if (field.getKey().equals("options")) {
                    copy.set("options", options(value));
                } else if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
                    copy.set(field.getKey(), value.deepCopy());
                }
            }
            copies.add(copy);
        }
        return copies;
    }

    /** A slash command by its name; the guild's own hides a global one. */
    Optional<ObjectNode> named(String name) {
        return List.of(World.GUILD_ID, "").stream()
                .flatMap(scope -> of(scope).stream())
                .filter(c -> type(c) == CHAT_INPUT && c.path("name").asText().equals(name))
                .findFirst();
    }
}
