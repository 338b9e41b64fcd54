package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Whom a message of the bot pings: what its text names and {@code allowed_mentions} allows. */
final class Mentions {
    private static final Pattern USER = Pattern.compile("<@!?(\\d+)>");
    private static final Pattern EVERYONE = Pattern.compile("@(everyone|here)\\b");
    private static final int LISTED_MAX = 100;

    private final World world;
    private final Access access;

    Mentions(World world, Access access) {
        this.world = world;
        this.access = access;
    }

    /** Without a word about mentions, messages ping all whom they name, answers only people. */
    void apply(Message message, JsonNode allowed) {
        refuse(allowed);
        var text = new StringBuilder(message.content);
        MessageView.collectText(message.components, text);
        var unsaid = allowed.isMissingNode() || allowed.isNull();
        var kinds = new LinkedHashSet<String>();
        allowed.path("parse").forEach(k -> kinds.add(k.asText()));
        if (unsaid) {
            kinds.add("users");
            if (message.interaction == null) {
                kinds.addAll(Set.of("roles", "everyone"));
            }
        }
        var listed = new LinkedHashSet<String>();
        allowed.path("users").forEach(u -> listed.add(u.asText()));
        var found = new LinkedHashSet<User>();
        var matcher = USER.matcher(text);
        while (matcher.find()) {
            var user = world.user(matcher.group(1));
            if (user != null && (kinds.contains("users") || listed.contains(user.id()))) {
                found.add(user);
            }
        }
        message.mentions = new ArrayList<>(found);
        message.mentionsEveryone =
                kinds.contains("everyone")
                        && EVERYONE.matcher(text).find()
                        && access.botMay(
                                world.channel(message.channelId), Permission.MENTION_EVERYONE);
    }

    private static void refuse(JsonNode allowed) {
        for (var kind : Set.of("users", "roles")) {
            var list = allowed.path(kind);
            if (list.size() > LISTED_MAX) {
                throw DiscordError.tooLong("allowed_mentions." + kind, LISTED_MAX);
            }
            for (var parsed : allowed.path("parse")) {
                if (parsed.asText().equals(kind) && !list.isEmpty()) {
                    throw DiscordError.invalid(
                            "allowed_mentions",
                            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                            "parse:[\"" + kind + "\"] and " + kind + ": [ids...] are exclusive.");
                }
            }
        }
    }
}
