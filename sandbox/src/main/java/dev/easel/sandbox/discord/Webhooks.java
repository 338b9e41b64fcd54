package dev.easel.sandbox.discord;

/** What a bot does with an interaction's token after its first answer. */
final class Webhooks {
    private static final int FOLLOW_UPS_OF_USERS_MAX = 5;

    private final World world;
    private final MessageShapes shapes;
    private final MessageBody bodies;
    private final Messages messages;

    Webhooks(World world, MessageShapes shapes, MessageBody bodies, Messages messages) {
        this.world = world;
        this.shapes = shapes;
        this.bodies = bodies;
        this.messages = messages;
    }

    void addTo(Routes routes) {
        var webhook = "/webhooks/{webhook_id}/{webhook_token}";
        var original = webhook + "/messages/@original";
        var one = webhook + "/messages/{message_id}";
        routes.add("POST", webhook, Routes.Kind.MESSAGE_WRITE, this::followUp);
        routes.get(original, r -> Answer.ok(shapes.message(original(byToken(r)))));
        routes.add(
                "PATCH", original, Routes.Kind.MESSAGE_WRITE, r -> edit(original(byToken(r)), r));
        routes.delete(original, r -> delete(original(byToken(r))));
        routes.get(one, r -> Answer.ok(shapes.message(own(r))));
        routes.add("PATCH", one, Routes.Kind.MESSAGE_WRITE, r -> edit(own(r), r));
        routes.delete(one, r -> delete(own(r)));
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
        if (world.knobs().userInstalled() && interaction.followUps >= FOLLOW_UPS_OF_USERS_MAX) {
            throw DiscordError.of(40094);
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
        interaction.followUps++;
        return Answer.ok(shapes.message(message));
    }
}
