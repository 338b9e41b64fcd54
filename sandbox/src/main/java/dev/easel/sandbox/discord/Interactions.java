package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a bot answers an interaction: the first answer within its clock, then by its token. */
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
        var webhook = "/webhooks/{webhook_id}/{webhook_token}";
        var original = webhook + "/messages/@original";
        var one = webhook + "/messages/{message_id}";
        routes.add(
                "POST",
                "/interactions/{interaction_id}/{interaction_token}/callback",
                Routes.Kind.INTERACTION,
                this::callback);
        routes.add("POST", webhook, Routes.Kind.MESSAGE_WRITE, this::followUp);
        routes.get(original, r -> Answer.ok(shapes.message(original(byToken(r)))));
        routes.add(
                "PATCH", original, Routes.Kind.MESSAGE_WRITE, r -> edit(original(byToken(r)), r));
        routes.delete(original, r -> delete(original(byToken(r))));
        routes.get(one, r -> Answer.ok(shapes.message(own(r))));
        routes.add("PATCH", one, Routes.Kind.MESSAGE_WRITE, r -> edit(own(r), r));
        routes.delete(one, r -> delete(own(r)));
    }

    private Answer callback(RestRequest request) {
        var interaction = world.interaction(request.path("interaction_id"));
        if (interaction == null || !interaction.token.equals(request.path("interaction_token"))) {
            throw DiscordError.unknownInteraction();
        }
        if (interaction.ack != Interaction.Ack.NONE) {
            throw DiscordError.alreadyAcknowledged();
        }
        if (interaction.createdAt.plus(world.knobs().ackWindow()).isBefore(world.now())) {
            throw DiscordError.unknownInteraction();
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
            throw DiscordError.invalid(
                    "data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        }
        return choices.deepCopy();
    }

    private static JsonNode modal(JsonNode data) {
        var title = data.path("title").asText("");
        if (title.isEmpty() || title.length() > 45) {
            throw DiscordError.invalid(
                    "data.title", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 45 in length.");
        }
        var components = data.path("components");
        if (components.isEmpty() || components.size() > 5) {
            throw DiscordError.invalid(
                    "data.components",
                    "BASE_TYPE_BAD_LENGTH",
                    "Must be between 1 and 5 in length.");
        }
        return data.deepCopy();
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

    /** The interaction a token belongs to, if it may still be used. */
    private Interaction byToken(RestRequest request) {
        var token = request.path("webhook_token");
        var found = world.interactions().filter(i -> i.token.equals(token)).findFirst();
        if (!request.path("webhook_id").equals(World.APPLICATION_ID) || found.isEmpty()) {
            throw DiscordError.invalidWebhookToken();
        }
        var interaction = found.get();
        if (interaction.ack == Interaction.Ack.NONE) {
            throw DiscordError.unknownWebhook();
        }
        var life = world.knobs().interactionTokenLife();
        if (interaction.createdAt.plus(life).isBefore(world.now())) {
            throw DiscordError.invalidWebhookToken();
        }
        return interaction;
    }

    private Message original(Interaction interaction) {
        var id = interaction.originalMessageId;
        if (id == null) {
            throw DiscordError.unknownWebhook();
        }
        var message = world.messageOrNull(id);
        if (message == null) {
            throw DiscordError.unknownMessage();
        }
        return message;
    }

    /** A message sent with the same token. */
    private Message own(RestRequest request) {
        var interaction = byToken(request);
        var message = world.messageOrNull(request.path("message_id"));
        if (message == null || message.interaction != interaction) {
            throw DiscordError.unknownMessage();
        }
        return message;
    }

    private Answer edit(Message message, RestRequest request) {
        if (world.channel(message.channelId).archived) {
            throw DiscordError.archivedThread();
        }
        messages.change(message, request);
        return Answer.ok(shapes.message(message));
    }

    private Answer delete(Message message) {
        messages.remove(message);
        return Answer.nothing();
    }

    private Answer followUp(RestRequest request) {
        var interaction = byToken(request);
        var originalId = interaction.originalMessageId;
        var thinking = originalId == null ? null : world.messageOrNull(originalId);
        if (thinking != null && thinking.has(Message.FLAG_LOADING)) {
            // The first one takes the place of the "is thinking" line and its visibility.
            return edit(thinking, request);
        }
        var message =
                new Message(
                        world.snowflakes.next(),
                        interaction.channelId,
                        World.BOT,
                        Message.DEFAULT,
                        world.now());
        message.interaction = interaction;
        bodies.fill(message, request);
        messages.post(message);
        return Answer.ok(shapes.message(message));
    }
}
