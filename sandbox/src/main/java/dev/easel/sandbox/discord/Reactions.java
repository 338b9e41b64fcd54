package dev.easel.sandbox.discord;

/** Reactions of the bot. */
final class Reactions {
    private static final int EMOJIS_MAX = 20;

    private final Access access;
    private final Events events;

    Reactions(Access access, Events events) {
        this.access = access;
        this.events = events;
    }

    void addTo(Routes routes) {
        var one = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me";
        routes.put(one, this::add);
        routes.delete(one, this::remove);
    }

    private Answer add(RestRequest request) {
        var message = access.message(request);
        var channel = access.seen(message.channelId);
        var emoji = emoji(request);
        access.require(channel, Permission.READ_MESSAGE_HISTORY);
        if (channel.archived) {
            throw DiscordError.archivedThread();
        }
        if (!message.reactions.containsKey(emoji)) {
            // Joining what others began takes no right of its own.
            access.require(channel, Permission.ADD_REACTIONS);
            if (message.reactions.size() >= EMOJIS_MAX) {
                throw DiscordError.of(30010);
            }
        }
        if (message.react(emoji, World.BOT.id())) {
            events.reaction("MESSAGE_REACTION_ADD", message, World.BOT, emoji);
        }
        return Answer.nothing();
    }

    private Answer remove(RestRequest request) {
        var message = access.message(request);
        var emoji = emoji(request);
        var users = message.reactions.get(emoji);
        if (users == null || !users.remove(World.BOT.id())) {
            throw DiscordError.unknownEmoji();
        }
        if (users.isEmpty()) {
            message.reactions.remove(emoji);
        }
        events.reaction("MESSAGE_REACTION_REMOVE", message, World.BOT, emoji);
        return Answer.nothing();
    }

    private static String emoji(RestRequest request) {
        var emoji = request.path("emoji_name");
        if (emoji.chars().allMatch(c -> c < 0x80)) {
            throw DiscordError.unknownEmoji();
        }
        return emoji;
    }
}
