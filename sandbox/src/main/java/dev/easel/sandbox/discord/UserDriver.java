package dev.easel.sandbox.discord;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The users' hands and eyes. Users are named by id, name or locale ({@code ja}, {@code en}),
 * channels and threads by id or name. What a client would not let a user do is an
 * IllegalArgumentException.
 */
public final class UserDriver extends UserInteractions {
    /** Everybody here may say it. */
    private static final Pattern EVERYONE = Pattern.compile("@(everyone|here)\\b");

    private final Access access;
    private final Messages messages;
    private final Threads threads;
    private final ThreadMembers members;
    private final Events events;

    UserDriver(
            World world,
            Access access,
            Messages messages,
            MessageShapes shapes,
            Threads threads,
            ThreadMembers members,
            Commands commands,
            InteractionPayloads payloads,
            Events events,
            String cdn) {
        super(world, access, shapes, commands, payloads, events, cdn);
        this.access = access;
        this.messages = messages;
        this.threads = threads;
        this.members = members;
        this.events = events;
    }

    /** Opens a public thread of the user's own in a channel and returns its id. */
    public String openThread(String user, String channel, String name) {
        return openThread(user, channel, name, Channel.PUBLIC_THREAD);
    }

    /** Opens a private thread, which the bot enters only when it is invited. */
    public String openPrivateThread(String user, String channel, String name) {
        return openThread(user, channel, name, Channel.PRIVATE_THREAD);
    }

    private String openThread(String user, String channel, String name, int type) {
        return world.locked(() -> {
            var parent = world.namedChannel(channel);
            if (parent.type != Channel.TEXT) {
                throw new IllegalArgumentException("a thread cannot have threads");
            }
            return threads.open(world.namedUser(user), parent, name, type).id;
        });
    }

    /** Adds somebody, the bot with {@code bot}, to a thread. */
    public void invite(String thread, String user) {
        world.locked(() -> members.join(world.namedChannel(thread), world.namedUser(user)));
    }

    /** Sends a message and returns its id. */
    public String say(String user, String channel, String text) {
        return world.locked(() -> send(user, world.namedChannel(channel), text, null, false));
    }

    /** Writes to the bot directly and returns the message's id. */
    public String sayDirectly(String user, String text) {
        return world.locked(
                () -> send(user, threads.direct(world.namedUser(user)), text, null, false));
    }

    /** Sends a message that begins with a mention of the bot and returns its id. */
    public String mention(String user, String channel, String text) {
        return say(user, channel, "<@" + World.BOT.id() + "> " + text);
    }

    /** As {@link #mention}, but by the role that the bot has from its invitation. */
    public String mentionRole(String user, String channel, String text) {
        return say(user, channel, "<@&" + World.BOT_ROLE_ID + "> " + text);
    }

    /** Replies to a message, with or without a ping, and returns the reply's id. */
    public String reply(String user, String messageId, String text, boolean ping) {
        return world.locked(() -> {
            var referenced = message(messageId);
            return send(user, world.channel(referenced.channelId), text, referenced, ping);
        });
    }

    private String send(
            String user, Channel channel, String text, @Nullable Message referenced, boolean ping) {
        checkText(text);
        if (channel.locked) {
            throw new IllegalArgumentException("the thread is locked");
        }
        var author = world.namedUser(user);
        if (!access.sees(author, channel)) {
            throw new IllegalArgumentException(user + " does not see " + channel.name);
        }
        if (referenced != null && referenced.has(Message.FLAG_EPHEMERAL)) {
            throw new IllegalArgumentException("an ephemeral message takes no replies");
        }
        var message =
                new Message(
                        world.snowflakes.next(),
                        channel.id,
                        author,
                        referenced == null ? Message.DEFAULT : Message.REPLY,
                        world.now());
        write(message, text);
        if (referenced != null) {
            Messages.refer(message, referenced, ping);
        }
        messages.post(message);
        return message.id;
    }

    private static void checkText(String text) {
        if (text.isBlank() || text.length() > 2000) {
            throw new IllegalArgumentException("a message has 1 to 2000 characters");
        }
    }

    private void write(Message message, String text) {
        message.content = text;
        message.mentions.clear();
        world.users().stream()
                .filter(u -> text.contains("<@" + u.id() + ">"))
                .forEach(message.mentions::add);
        message.mentionsEveryone = EVERYONE.matcher(text).find();
    }

    /** Changes a message of the user's own. */
    public void edit(String user, String messageId, String text) {
        world.locked(() -> {
            var message = message(messageId);
            if (!message.author.id().equals(world.namedUser(user).id())) {
                throw new IllegalArgumentException("only its author edits a message");
            }
            checkText(text);
            write(message, text);
            message.editedAt = world.now();
            message.edits++;
            events.messageUpdated(message);
            return true;
        });
    }

    /** Adds a user's reaction. */
    public void react(String user, String messageId, String emoji) {
        world.locked(() -> {
            var message = message(messageId);
            var reader = world.namedUser(user);
            if (message.react(emoji, reader.id())) {
                events.reaction("MESSAGE_REACTION_ADD", message, reader, emoji);
            }
            return true;
        });
    }

    /** Deletes any message, as a moderator may. */
    public void delete(String messageId) {
        world.locked(() -> {
            messages.remove(message(messageId));
            return true;
        });
    }

    /** Archives or wakes a thread, and locks it or not. */
    public void archive(String thread, boolean archived, boolean locked) {
        world.locked(() -> {
            var found = world.namedChannel(thread);
            found.locked = locked;
            threads.archive(found, archived);
            return true;
        });
    }

    /** Deletes a thread with everything in it. */
    public void deleteThread(String thread) {
        world.locked(() -> {
            threads.remove(world.namedChannel(thread));
            return true;
        });
    }
}
