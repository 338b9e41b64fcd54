package dev.easel.sandbox.discord;

import java.util.Locale;

/**
 * What the guild's owner and the bot's developer do: rights, channels, members, boosts, the intent
 * switch and the token. Names are those of {@link UserDriver}.
 */
public final class Admin {
    private final World world;
    private final Access access;
    private final Gateway gateway;
    private final Threads threads;
    private final Events events;

    Admin(World world, Access access, Gateway gateway, Threads threads, Events events) {
        this.world = world;
        this.access = access;
        this.gateway = gateway;
        this.threads = threads;
        this.events = events;
    }

    /** Takes rights from the bot in a channel and its threads. */
    public void revoke(String channel, Permission... permissions) {
        change("bot", channel, 0, Permission.of(permissions));
    }

    /** Gives the bot rights in a channel and its threads. */
    public void grant(String channel, Permission... permissions) {
        change("bot", channel, Permission.of(permissions), 0);
    }

    /** Takes rights from any member. */
    public void revokeFrom(String user, String channel, Permission... permissions) {
        change(user, channel, 0, Permission.of(permissions));
    }

    /** Gives rights to any member. */
    public void grantTo(String user, String channel, Permission... permissions) {
        change(user, channel, Permission.of(permissions), 0);
    }

    /**
     * Changes what a member may do in a channel.
     *
     * @param channel or {@code *} for every channel of the guild
     */
    void change(String user, String channel, long granted, long revoked) {
        world.locked(() -> {
            var member = world.namedUser(user);
            var changed =
                    channel.equals("*")
                            ? world.channels().filter(c -> c.type == Channel.TEXT).toList()
                            : java.util.List.of(world.namedChannel(channel));
            for (var one : changed) {
                if (one.type != Channel.TEXT) {
                    throw new IllegalArgumentException("a thread has the rights of its channel");
                }
                change(member, one, granted, revoked);
            }
            return true;
        });
    }

    private void change(User member, Channel channel, long granted, long revoked) {
        var blind = !access.sees(World.BOT, channel);
        access.change(member, channel, granted, revoked);
        events.channelUpdated(channel);
        if (blind && access.sees(World.BOT, channel)) {
            events.threadsSynced(channel, threads.active(channel));
        }
    }

    /** The token opens nothing any more: 401 everywhere, and the gateway closes with 4004. */
    public void revokeToken() {
        world.revokeToken(true);
        gateway.closeAll(4004);
        gateway.forgetSessions();
    }

    /** As a developer resets it: the bot's token is another one, and the old opens nothing. */
    public void exchangeToken() {
        world.exchangeToken(DiscordStandIn.TOKEN + "." + world.snowflakes.next());
        gateway.closeAll(4004);
        gateway.forgetSessions();
    }

    /** The token is good again. */
    public void restoreToken() {
        world.revokeToken(false);
    }

    /** Makes a text channel and returns its id. */
    public String createChannel(String name) {
        return world.locked(() -> {
            var owner = world.namedUser(World.OWNER_ID);
            var channel =
                    new Channel(
                            world.snowflakes.next(), Channel.TEXT, name, null, owner, world.now());
            world.add(channel);
            events.channelCreated(channel);
            return channel.id;
        });
    }

    /** Deletes a channel with its threads and everything in them. */
    public void deleteChannel(String channel) {
        world.locked(() -> {
            threads.removeChannel(world.namedChannel(channel));
            return true;
        });
    }

    /** Marks a channel as one for adults only, or no longer. */
    public void setAgeRestricted(String channel, boolean restricted) {
        world.locked(() -> {
            var changed = world.namedChannel(channel);
            changed.nsfw = restricted;
            events.channelUpdated(changed);
            return true;
        });
    }

    /** Adds a person to the guild and returns their id. */
    public String addMember(String name, String locale) {
        return add(name, locale, false);
    }

    /** Adds a bot that is not ours to the guild and returns its id. */
    public String addBot(String name) {
        return add(name, "en-US", true);
    }

    private String add(String name, String locale, boolean bot) {
        return world.locked(() -> {
            var user =
                    new User(
                            world.snowflakes.next(),
                            name.toLowerCase(Locale.ROOT).replace(' ', '_'),
                            name,
                            locale,
                            bot);
            world.add(user);
            events.memberJoined(user);
            return user.id();
        });
    }

    /** The language of a user's client; the next interaction tells it. */
    public void setLocale(String user, String locale) {
        world.locked(() -> {
            var old = world.namedUser(user);
            world.add(new User(old.id(), old.name(), old.displayName(), locale, old.bot()));
            return true;
        });
    }

    /** The guild's boost tier, 0 to 3, which sets the size of files. */
    public void setBoostTier(int tier) {
        world.locked(() -> {
            world.turn(world.knobs().with(Json.object().put("boostTier", tier)));
            events.guildUpdated();
            return true;
        });
    }

    /** The developer portal's switch for message content. */
    public void setIntentSwitch(boolean on) {
        world.locked(() -> {
            world.turn(world.knobs().with(Json.object().put("messageContent", on)));
            return true;
        });
    }
}
