package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first answer to an interaction, within its clock. */
final class Interactions {
    private static final int REPLY = 4;
    private static final int DEFER = 5;
    private static final int DEFER_UPDATE = 6;
    private static final int UPDATE = 7;
    private static final int CHOICES = 8;
    private static final int MODAL = 9;
    private static final int CHOICES_MAX = 25;

    private final World world;
    private final MessageShapes shapes;
    private final MessageBody bodies;
    private final Messages messages;
    private final Events events;

    Interactions(
            World world,
            MessageShapes shapes,
            MessageBody bodies,
            Messages messages,
            Events events) {
        this.world = world;
        this.shapes = shapes;
        this.bodies = bodies;
        this.messages = messages;
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.add(
                "POST",
                "/interactions/{interaction_id}/{interaction_token}/callback",
                Routes.Kind.INTERACTION,
                this::callback);
    }

    private Answer callback(RestRequest request) {
        var interaction = world.interaction(request.path("interaction_id"));
        if (interaction == null || !interaction.token.equals(request.path("interaction_token"))) {
            throw DiscordError.unknownInteraction();
        }
        if (interaction.ack != Interaction.Ack.NONE) {
            throw DiscordError.of(40060);
        }
        if (interaction.createdAt.plus(world.knobs().ackWindow()).isBefore(world.now())) {
            throw DiscordError.unknownInteraction();
        }
        var place = world.channel(interaction.channelId);
        if (place.archived && place.locked) {
            throw DiscordError.archivedThread();
        }
        var type = request.body().path("type").asInt();
        refuseWrongAnswer(interaction, type);
        var data = request.body().path("data");
        var resource = first(interaction, type, dataOf(request, data));
        interaction.ackedAt = world.now();
        events.interactionAnswered(interaction);
        return request.flag("with_response")
                ? Answer.ok(acknowledged(interaction, resource))
                : Answer.nothing();
    }

    private static RestRequest dataOf(RestRequest request, JsonNode data) {
        return new RestRequest(
                request.path(),
                request.query(),
                data.isObject() ? data : Json.object(),
                request.files(),
                request.bodyBytes());
    }

    private static void refuseWrongAnswer(Interaction interaction, int type) {
        var allowed =
                switch (interaction.type) {
                    case Interaction.COMMAND -> Set.of(REPLY, DEFER, MODAL);
                    case Interaction.COMPONENT -> Set.of(REPLY, DEFER, DEFER_UPDATE, UPDATE, MODAL);
                    case Interaction.AUTOCOMPLETE -> Set.of(CHOICES);
                    default ->
                            interaction.sourceMessageId == null
                                    ? Set.of(REPLY, DEFER)
                                    : Set.of(REPLY, DEFER, DEFER_UPDATE, UPDATE);
                };
        if (!allowed.contains(type)) {
            throw DiscordError.invalid(
                    "type",
                    "INTERACTION_CALLBACK_TYPE_INVALID",
                    "This interaction cannot be answered with type " + type);
        }
    }

    /** Performs the first answer; the node is the {@code resource} of the response, if any. */
    private @Nullable ObjectNode first(Interaction interaction, int type, RestRequest request) {
        var data = request.body();
        switch (type) {
            case REPLY -> {
                var message = reply(interaction, request);
                interaction.ack = Interaction.Ack.REPLIED;
                return resource(type, message);
            }
            case DEFER -> {
                defer(interaction, data);
                return null;
            }
            case DEFER_UPDATE -> {
                interaction.ack = Interaction.Ack.DEFERRED_UPDATE;
                interaction.originalMessageId = interaction.sourceMessageId;
                return null;
            }
            case UPDATE -> {
                var source = source(interaction);
                messages.change(source, request);
                interaction.ack = Interaction.Ack.UPDATED;
                interaction.originalMessageId = source.id;
                return resource(type, source);
            }
            case CHOICES -> {
                interaction.choices = choices(data);
                interaction.ack = Interaction.Ack.CHOICES;
                return null;
            }
            default -> {
                interaction.modal = modal(data);
                interaction.modalOpen = true;
                interaction.ack = Interaction.Ack.MODAL;
                return null;
            }
        }
    }

    private Message reply(Interaction interaction, RestRequest request) {
        var message = newAnswer(interaction);
        bodies.fill(message, request);
        interaction.ephemeral = message.has(Message.FLAG_EPHEMERAL);
        messages.post(message);
        interaction.originalMessageId = message.id;
        return message;
    }

    /** The "is thinking" line. Only its visibility may be chosen here. */
    private void defer(Interaction interaction, JsonNode data) {
        var flags = data.path("flags").asInt(0);
        if ((flags & ~Message.FLAG_EPHEMERAL) != 0) {
            throw DiscordError.invalid(
                    "data.flags",
                    "INTERACTION_CALLBACK_FLAGS_INVALID",
                    "A deferred answer takes no flag but EPHEMERAL");
        }
        var message = newAnswer(interaction);
        message.flags = flags | Message.FLAG_LOADING;
        interaction.ephemeral = message.has(Message.FLAG_EPHEMERAL);
        messages.post(message);
        interaction.ack = Interaction.Ack.DEFERRED;
        interaction.originalMessageId = message.id;
    }

    private Message newAnswer(Interaction interaction) {
        var type =
                interaction.type == Interaction.COMMAND
                        ? Message.CHAT_INPUT_COMMAND
                        : Message.DEFAULT;
        var message =
                new Message(
                        world.snowflakes.next(),
                        interaction.channelId,
                        World.BOT,
                        type,
                        world.now());
        message.interaction = interaction;
        return message;
    }

    private Message source(Interaction interaction) {
        var id = interaction.sourceMessageId;
        var source = id == null ? null : world.messageOrNull(id);
        if (source == null) {
            throw DiscordError.unknownMessage();
        }
        return source;
    }

    private static JsonNode choices(JsonNode data) {
        var choices = data.path("choices");
        if (choices.size() > CHOICES_MAX) {
            throw DiscordError.tooLong("data.choices", CHOICES_MAX);
        }
        for (var i = 0; i < choices.size(); i++) {
            CommandRules.choice(choices.get(i), "data.choices." + i);
        }
        return choices.deepCopy();
    }

    private static JsonNode modal(JsonNode data) {
        length(data, "title", 45, "data");
        length(data, "custom_id", 100, "data");
        var components = data.path("components");
        if (components.isEmpty() || components.size() > 5) {
            throw DiscordError.badLength("data.components", 1, 5);
        }
        for (var i = 0; i < components.size(); i++) {
            var path = "data.components." + i;
            var label = components.get(i);
            if (label.path("type").asInt() == Forms.LABEL) {
                length(label, "label", 45, path);
                length(label.path("component"), "custom_id", 100, path + ".component");
                if (label.path("description").asText("").length() > 100) {
                    throw DiscordError.tooLong(path + ".description", 100);
                }
            }
        }
        return data.deepCopy();
    }

    private static void length(JsonNode node, String field, int max, String path) {
        var length = node.path(field).asText("").length();
        if (length < 1 || length > max) {
            throw DiscordError.badLength(path + "." + field, 1, max);
        }
    }

    private ObjectNode resource(int type, Message message) {
        var resource = Json.object().put("type", type);
        resource.set("message", shapes.message(message));
        return resource;
    }

    private ObjectNode acknowledged(Interaction interaction, @Nullable ObjectNode resource) {
        var json = Json.object();
        var about =
                json.putObject("interaction")
                        .put("id", interaction.id)
                        .put("type", interaction.type)
                        .put("channel_id", interaction.channelId)
                        .put("guild_id", World.GUILD_ID);
        if (interaction.originalMessageId != null) {
            about.put("response_message_id", interaction.originalMessageId)
                    .put("response_message_loading", interaction.ack == Interaction.Ack.DEFERRED)
                    .put("response_message_ephemeral", interaction.ephemeral);
        }
        if (resource != null) {
            json.set("resource", resource);
        }
        return json;
    }
}
