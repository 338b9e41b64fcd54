package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The JSON of accounts, the guild, channels and threads. */
final class Shapes {
    private static final long CONTENT_INTENT_FLAG = 1L << 18;

    private final World world;
    private final Access access;

    Shapes(World world, Access access) {
        this.world = world;
        this.access = access;
    }

    ObjectNode user(User user) {
        var json =
                Json.object()
                        .put("id", user.id())
                        .put("username", user.name())
                        .put("discriminator", "0")
                        .put("global_name", user.displayName())
                        .putNull("avatar")
                        .putNull("avatar_decoration_data")
                        .putNull("collectibles")
                        .putNull("primary_guild")
                        .put("public_flags", 0)
                        .put("flags", 0);
        return user.bot() ? json.put("bot", true) : json;
    }

    ObjectNode selfUser() {
        return user(World.BOT)
                .put("mfa_enabled", true)
                .put("locale", World.BOT.locale())
                .put("premium_type", 0)
                .putNull("email")
                .put("verified", true);
    }

    long applicationFlags() {
        return world.knobs().messageContent() ? CONTENT_INTENT_FLAG : 0;
    }

    ObjectNode application() {
        var json =
                Json.object()
                        .put("id", World.APPLICATION_ID)
                        .put("name", World.BOT.displayName())
                        .putNull("icon")
                        .put("description", "")
                        .putNull("type")
                        .put("verify_key", "0".repeat(64))
                        .put("flags", applicationFlags())
                        .put("flags_new", Long.toString(applicationFlags()))
                        .put("bot_public", false)
                        .put("bot_require_code_grant", false)
                        .putNull("interactions_endpoint_url")
                        .putNull("role_connections_verification_url")
                        .put("approximate_guild_count", 1)
                        .put("approximate_user_install_count", 0)
                        .put("approximate_user_authorization_count", 0)
                        .put("explicit_content_filter", 0)
                        .putNull("team");
        json.putArray("redirect_uris");
        json.putArray("eligible_oauth2_scopes").add("bot").add("applications.commands");
        json.set("bot", user(World.BOT));
        json.set("owner", user(World.ENGLISH));
        return json;
    }

    /** The member without its user, as messages carry it. */
    ObjectNode bareMember(User user) {
        var json =
                Json.object()
                        .putNull("avatar")
                        .putNull("banner")
                        .putNull("communication_disabled_until")
                        .putNull("nick")
                        .putNull("premium_since")
                        .put("flags", 0)
                        .put("joined_at", Json.timestamp(world.founded()))
                        .put("pending", false)
                        .put("mute", false)
                        .put("deaf", false);
        var roles = json.putArray("roles");
        if (user.id().equals(World.BOT.id())) {
            roles.add(World.BOT_ROLE_ID);
        }
        return json;
    }

    ObjectNode member(User user) {
        var json = bareMember(user);
        json.set("user", user(user));
        return json;
    }

    ObjectNode channel(Channel channel) {
        return switch (channel.type) {
            case Channel.TEXT -> textChannel(channel);
            case Channel.DIRECT -> direct(channel);
            default -> thread(channel);
        };
    }

    private ObjectNode textChannel(Channel channel) {
        var position =
                world.channels().filter(c -> c.type == Channel.TEXT).toList().indexOf(channel);
        var json =
                Json.object()
                        .put("id", channel.id)
                        .put("type", channel.type)
                        .put("guild_id", World.GUILD_ID)
                        .put("name", channel.name)
                        .put("topic", channel.topic)
                        .put("position", position)
                        .put("flags", 0)
                        .putNull("parent_id")
                        .put("last_message_id", channel.lastMessageId)
                        .put("rate_limit_per_user", 0)
                        .put("default_auto_archive_duration", 1440)
                        .put("nsfw", channel.nsfw);
        var overwrites = json.putArray("permission_overwrites");
        channel.overwrites.forEach((member, overwrite) ->
                overwrites
                        .addObject()
                        .put("id", member)
                        .put("type", 1)
                        .put("allow", Long.toString(overwrite.allow()))
                        .put("deny", Long.toString(overwrite.deny())));
        return json;
    }

    /** A conversation with the bot; its members are the two of them. */
    private ObjectNode direct(Channel channel) {
        var json =
                Json.object()
                        .put("id", channel.id)
                        .put("type", channel.type)
                        .put("last_message_id", channel.lastMessageId)
                        .put("flags", 0);
        var recipients = json.putArray("recipients");
        recipients.add(user(channel.owner));
        return json;
    }

    private ObjectNode thread(Channel thread) {
        var json =
                Json.object()
                        .put("id", thread.id)
                        .put("type", thread.type)
                        .put("guild_id", World.GUILD_ID)
                        .put("parent_id", thread.parentId)
                        .put("owner_id", thread.owner.id())
                        .put("name", thread.name)
                        .put("last_message_id", thread.lastMessageId)
                        .put("rate_limit_per_user", 0)
                        .put("flags", 0)
                        .put("message_count", thread.messageCount)
                        .put("total_message_sent", thread.totalMessagesSent)
                        .put("member_count", thread.memberSince.size());
        var metadata = json.putObject("thread_metadata");
        if (thread.type == Channel.PRIVATE_THREAD) {
            metadata.put("invitable", thread.invitable);
        }
        metadata.put("archived", thread.archived)
                .put("archive_timestamp", Json.timestamp(thread.archiveChangedAt))
                .put("auto_archive_duration", thread.autoArchiveMinutes)
                .put("locked", thread.locked)
                .put("create_timestamp", Json.timestamp(thread.createdAt));
        return json;
    }

    /** A channel or thread as the bot sees it: a thread with its own membership if it has one. */
    ObjectNode forBot(Channel thread) {
        var json = channel(thread);
        if (!thread.isThread()) {
            return json;
        }
        var since = thread.memberSince.get(World.BOT.id());
        if (since != null) {
            json.set("member", threadMember(thread, World.BOT, since));
        }
        return json;
    }

    ObjectNode threadMember(Channel thread, User user, Instant since) {
        return Json.object()
                .put("id", thread.id)
                .put("user_id", user.id())
                .put("join_timestamp", Json.timestamp(since))
                .put("flags", 1);
    }

    ObjectNode guildCreate() {
        var json =
                Json.object()
                        .put("id", World.GUILD_ID)
                        .put("name", "Easel sandbox")
                        .putNull("icon")
                        .putNull("splash")
                        .putNull("discovery_splash")
                        .putNull("banner")
                        .putNull("description")
                        .put("owner_id", World.ENGLISH.id())
                        .putNull("afk_channel_id")
                        .put("afk_timeout", 300)
                        .put("verification_level", 0)
                        .put("default_message_notifications", 1)
                        .put("explicit_content_filter", 0)
                        .put("mfa_level", 0)
                        .putNull("application_id")
                        .putNull("system_channel_id")
                        .put("system_channel_flags", 0)
                        .putNull("rules_channel_id")
                        .putNull("public_updates_channel_id")
                        .putNull("safety_alerts_channel_id")
                        .putNull("hub_type")
                        .putNull("incidents_data")
                        .putNull("vanity_url_code")
                        .put("preferred_locale", "en-US")
                        .put("premium_tier", world.knobs().boostTier())
                        .put("premium_subscription_count", 0)
                        .put("premium_progress_bar_enabled", false)
                        .put("nsfw_level", 0)
                        .put("joined_at", Json.timestamp(world.founded()))
                        .put("large", false)
                        .put("unavailable", false)
                        .put("member_count", world.users().size());
        for (var empty :
                new String[] {
                    "features",
                    "emojis",
                    "stickers",
                    "voice_states",
                    "presences",
                    "stage_instances",
                    "guild_scheduled_events",
                    "soundboard_sounds"
                }) {
            json.putArray(empty);
        }
        addRoles(json.putArray("roles"));
        var members = json.putArray("members");
        // Others are told only to those who ask for the presences intent.
        members.add(member(World.BOT));
        var channels = json.putArray("channels");
        var threads = json.putArray("threads");
        world.channels()
                .forEach(c -> {
                    if (c.type == Channel.TEXT) {
                        channels.add(textChannel(c));
                    } else if (c.isThread() && !c.archived && access.sees(World.BOT, c)) {
                        threads.add(forBot(c));
                    }
                });
        return json;
    }

    private static void addRoles(ArrayNode roles) {
        roles.add(role(World.GUILD_ID, "@everyone", Access.MEMBER_PERMISSIONS, 0, false));
        var managed = role(World.BOT_ROLE_ID, "Easel", Access.BOT_PERMISSIONS, 1, true);
        managed.putObject("tags").put("bot_id", World.BOT.id());
        roles.add(managed);
    }

    private static ObjectNode role(
            String id, String name, long permissions, int position, boolean managed) {
        var json =
                Json.object()
                        .put("id", id)
                        .put("name", name)
                        .put("permissions", Long.toString(permissions))
                        .put("position", position)
                        .put("color", 0)
                        .put("hoist", false)
                        .put("managed", managed)
                        .put("mentionable", false)
                        .put("flags", 0)
                        .putNull("icon")
                        .putNull("unicode_emoji");
        json.putObject("colors")
                .put("primary_color", 0)
                .putNull("secondary_color")
                .putNull("tertiary_color");
        return json;
    }
}
