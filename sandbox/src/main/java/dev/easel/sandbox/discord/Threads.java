package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Channels and threads. */
final class Threads {
    private static final int NAME_CHARS_MAX = 100;
    private static final Set<Integer> ARCHIVE_MINUTES = Set.of(60, 1440, 4320, 10080);
    private static final int RENAMES_MAX = 2;
    private static final Duration RENAME_WINDOW = Duration.ofMinutes(10);

    private final World world;
    private final Access access;
    private final Shapes shapes;
    private final Messages messages;
    private final Events events;
    private final Map<String, Deque<Instant>> renames = new HashMap<>();

    Threads(World world, Access access, Shapes shapes, Messages messages, Events events) {
        this.world = world;
        this.access = access;
        this.shapes = shapes;
        this.messages = messages;
        this.events = events;
    }

    void addTo(Routes routes) {
        var channel = "/channels/{channel_id}";
        routes.get(channel, r -> Answer.ok(shapes.forBot(channel(r))));
        routes.patch(channel, this::change);
        routes.delete(channel, this::delete);
        routes.post(channel + "/threads", this::createAlone);
        routes.post(channel + "/messages/{message_id}/threads", this::createFromMessage);
    }

    private Channel channel(RestRequest request) {
        return access.seen(request.path("channel_id"));
    }

    private Answer createFromMessage(RestRequest request) {
        var parent = parent(request);
        var message = access.message(request);
        access.require(parent, Permission.CREATE_PUBLIC_THREADS);
        if (message.has(Message.FLAG_HAS_THREAD)) {
            throw DiscordError.of(160004);
        }
        var thread = create(message.id, Channel.PUBLIC_THREAD, parent, request.body());
        message.flags |= Message.FLAG_HAS_THREAD;
        events.threadCreated(thread);
        events.messageUpdated(message);
        return Answer.created(shapes.forBot(thread));
    }

    private Answer createAlone(RestRequest request) {
        var parent = parent(request);
        // Without a type Discord makes a private thread.
        var type = request.body().path("type").asInt(Channel.PRIVATE_THREAD);
        if (type != Channel.PUBLIC_THREAD && type != Channel.PRIVATE_THREAD) {
            throw DiscordError.invalid(
                    "type", "BASE_TYPE_CHOICES", "Value must be one of {11, 12}.");
        }
        access.require(
                parent,
                type == Channel.PUBLIC_THREAD
                        ? Permission.CREATE_PUBLIC_THREADS
                        : Permission.CREATE_PRIVATE_THREADS);
        var thread = create(world.snowflakes.next(), type, parent, request.body());
        events.threadCreated(thread);
        if (type == Channel.PUBLIC_THREAD) {
            announce(parent, thread);
        }
        return Answer.created(shapes.forBot(thread));
    }

    private Channel parent(RestRequest request) {
        var parent = channel(request);
        if (parent.type != Channel.TEXT) {
            throw DiscordError.wrongChannelType();
        }
        return parent;
    }

    /** A user opens a thread. */
    Channel open(User owner, Channel parent, String name, int type) {
        var body = Json.object().put("name", name);
        var thread = create(world.snowflakes.next(), type, parent, owner, body);
        events.threadCreated(thread);
        return thread;
    }

    private Channel create(String id, int type, Channel parent, JsonNode body) {
        return create(id, type, parent, World.BOT, body);
    }

    private Channel create(String id, int type, Channel parent, User owner, JsonNode body) {
        var active = world.channels().filter(c -> c.isThread() && !c.archived).count();
        if (active >= world.knobs().activeThreadsMax()) {
            throw DiscordError.of(160006);
        }
        var thread = new Channel(id, type, name(body), parent.id, owner, world.now());
        thread.autoArchiveMinutes = archiveMinutes(body, 1440);
        thread.invitable = body.path("invitable").asBoolean(true);
        thread.memberSince.put(owner.id(), world.now());
        world.add(thread);
        return thread;
    }

    /** The line in the parent channel that says a thread was started. */
    private void announce(Channel parent, Channel thread) {
        var line =
                new Message(
                        world.snowflakes.next(),
                        parent.id,
                        World.BOT,
                        Message.THREAD_CREATED,
                        world.now());
        line.content = thread.name;
        line.reference =
                Json.object()
                        .put("type", 0)
                        .put("channel_id", thread.id)
                        .put("guild_id", World.GUILD_ID);
        messages.post(line);
    }

    private static String name(JsonNode body) {
        var name = body.path("name").asText("");
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw DiscordError.invalid(
                    "name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        }
        return name.strip();
    }

    private static int archiveMinutes(JsonNode body, int otherwise) {
        if (!body.hasNonNull("auto_archive_duration")) {
            return otherwise;
        }
        var minutes = body.path("auto_archive_duration").asInt();
        if (!ARCHIVE_MINUTES.contains(minutes)) {
            throw DiscordError.invalid(
                    "auto_archive_duration",
                    "BASE_TYPE_CHOICES",
                    "Value must be one of {60, 1440, 4320, 10080}.");
        }
        return minutes;
    }

    private Answer change(RestRequest request) {
        var channel = channel(request);
        var body = request.body();
        var wakes = body.has("archived") && !body.path("archived").asBoolean();
        requireChange(channel, body, wakes);
        if (channel.archived && !wakes) {
            throw DiscordError.archivedThread();
        }
        var name = body.has("name") ? name(body) : channel.name;
        var minutes = archiveMinutes(body, channel.autoArchiveMinutes);
        if (!name.equals(channel.name)) {
            countRename(channel);
        }
        channel.name = name;
        channel.autoArchiveMinutes = minutes;
        if (!channel.isThread()) {
            channel.topic = body.path("topic").asText(channel.topic);
            events.channelUpdated(channel);
            return Answer.ok(shapes.channel(channel));
        }
        channel.locked = body.path("locked").asBoolean(channel.locked);
        archive(channel, body.path("archived").asBoolean(channel.archived));
        return Answer.ok(shapes.forBot(channel));
    }

    /**
     * Whoever writes in a thread may wake it unless it is locked, whoever made it may change it,
     * and the rest is for those who manage threads.
     */
    private void requireChange(Channel channel, JsonNode body, boolean wakes) {
        if (!channel.isThread()) {
            access.require(channel, Permission.MANAGE_CHANNELS);
            return;
        }
        var onlyWakes = wakes && body.size() == 1 && !channel.locked;
        var own = channel.owner.id().equals(World.BOT.id());
        if (onlyWakes) {
            access.requireWriting(channel);
        } else if (channel.locked || body.has("locked") || !own) {
            access.require(channel, Permission.MANAGE_THREADS);
        }
    }

    /** Sets the archived state of a thread and sends its update. */
    void archive(Channel thread, boolean archived) {
        var wakes = thread.archived && !archived;
        if (thread.archived != archived) {
            thread.archiveChangedAt = world.now();
        }
        thread.archived = archived;
        if (wakes) {
            events.threadUnarchived(thread);
        } else {
            events.threadUpdated(thread);
        }
    }

    private void countRename(Channel channel) {
        var times = renames.computeIfAbsent(channel.id, _ -> new ArrayDeque<>());
        times.removeIf(t -> t.plus(RENAME_WINDOW).isBefore(world.now()));
        if (times.size() >= RENAMES_MAX) {
            throw DiscordError.of(20028);
        }
        times.add(world.now());
    }

    private Answer delete(RestRequest request) {
        var channel = channel(request);
        access.require(
                channel,
                channel.isThread() ? Permission.MANAGE_THREADS : Permission.MANAGE_CHANNELS);
        var json = shapes.forBot(channel);
        if (channel.isThread()) {
            remove(channel);
        } else {
            removeChannel(channel);
        }
        return Answer.ok(json);
    }

    void remove(Channel thread) {
        events.threadDeleted(thread);
        world.remove(thread);
    }

    /** Deletes a channel of the guild, and first its threads. */
    void removeChannel(Channel channel) {
        world.channels().filter(c -> channel.id.equals(c.parentId)).toList().forEach(this::remove);
        events.channelDeleted(channel);
        world.remove(channel);
    }

    /** The threads of a channel that are not archived. */
    List<Channel> active(Channel channel) {
        return world.channels()
                .filter(c -> channel.id.equals(c.parentId) && !c.archived)
                .filter(c -> access.sees(World.BOT, c))
                .toList();
    }

    /** The conversation of a user with the bot, which begins with the first word. */
    Channel direct(User user) {
        var known =
                world.channels()
                        .filter(c -> c.type == Channel.DIRECT && c.owner.id().equals(user.id()))
                        .findFirst();
        return known.orElseGet(() -> {
            var channel =
                    new Channel(
                            world.snowflakes.next(),
                            Channel.DIRECT,
                            user.name(),
                            null,
                            user,
                            world.now());
            for (var member : List.of(user, World.BOT)) {
                channel.memberSince.put(member.id(), world.now());
            }
            world.add(channel);
            return channel;
        });
    }
}
