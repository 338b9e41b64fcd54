package dev.easel.sandbox.discord;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The users' hands and eyes. Users are named by id, name or locale ({@code ja}, {@code en}),
 * channels and threads by id or name. What a client would not let a user do is an
 * IllegalArgumentException.
 */
public final class UserDriver {
    /** A channel or thread, as the list on the left of the client shows it. */
    public record ChannelView(
            String id,
            String name,
            @Nullable String parentId,
            boolean archived,
            boolean locked,
            int messageCount) {}

    /** How far the bot has answered an interaction. */
    public record InteractionView(
            String id,
            String ack,
            boolean ephemeral,
            Instant createdAt,
            @Nullable Instant ackedAt,
            @Nullable String originalMessageId) {

        /** How long the user waited for the first sign of life. */
        public Optional<Duration> ackedAfter() {
            return ackedAt == null
                    ? Optional.empty()
                    : Optional.of(Duration.between(createdAt, ackedAt));
        }
    }

    /** Everybody here may say it. */
    private static final Pattern EVERYONE = Pattern.compile("@(everyone|here)\\b");

    private static final int TOKEN_CHARS = 160;

    private final World world;
    private final Messages messages;
    private final MessageShapes shapes;
    private final Threads threads;
    private final Commands commands;
    private final InteractionPayloads payloads;
    private final Events events;
    private final String cdn;

    UserDriver(
            World world,
            Messages messages,
            MessageShapes shapes,
            Threads threads,
            Commands commands,
            InteractionPayloads payloads,
            Events events,
            String cdn) {
        this.world = world;
        this.messages = messages;
        this.shapes = shapes;
        this.threads = threads;
        this.commands = commands;
        this.payloads = payloads;
        this.events = events;
        this.cdn = cdn;
    }

    /**
     * Types a slash command, {@code generate} or {@code settings set}, and returns the
     * interaction's id.
     */
    public String slash(String user, String channel, String command, Map<String, ?> options) {
        return world.locked(() -> {
            var words = command.strip().replaceFirst("^/", "").split("\\s+");
            var registered =
                    commands.named(words[0])
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "no command is called " + words[0]));
            var data = SlashInput.data(registered, words, options);
            var interaction =
                    interaction(
                            Interaction.COMMAND,
                            world.namedUser(user),
                            world.namedChannel(channel).id,
                            command,
                            null);
            events.interactionCreated(payloads.of(interaction, data));
            return interaction.id;
        });
    }

    /** Presses a button and returns the interaction's id. */
    public String click(String user, String messageId, String customId) {
        return world.locked(() -> {
            var message = message(messageId);
            var button =
                    view(message).buttons().stream()
                            .filter(b -> b.customId().equals(customId))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException("no button has this custom id"));
            if (button.disabled()) {
                throw new IllegalArgumentException("the button is disabled");
            }
            var interaction =
                    interaction(
                            Interaction.COMPONENT,
                            world.namedUser(user),
                            message.channelId,
                            null,
                            message.id);
            var data =
                    Json.object()
                            .put("component_type", Components.BUTTON)
                            .put("custom_id", customId)
                            .put("id", button.id());
            var payload = payloads.of(interaction, data);
            payload.set("message", shapes.message(message));
            events.interactionCreated(payload);
            return interaction.id;
        });
    }

    /**
     * Fills and sends the form that a press opened, as whoever pressed, and returns the new
     * interaction's id.
     *
     * @param interactionId of the press
     * @param values by the custom ids of the fields; the others keep what the form came with
     */
    public String submit(String interactionId, Map<String, String> values) {
        return world.locked(() -> {
            var press = known(interactionId);
            var modal = press.modal;
            if (modal == null) {
                throw new IllegalArgumentException("this interaction opened no form");
            }
            var data = Forms.submission(Forms.of(modal), values);
            var interaction =
                    interaction(
                            Interaction.MODAL_SUBMIT,
                            press.user,
                            press.channelId,
                            null,
                            press.sourceMessageId);
            var payload = payloads.of(interaction, data);
            var source = press.sourceMessageId;
            if (source != null) {
                payload.set("message", shapes.message(message(source)));
            }
            events.interactionCreated(payload);
            return interaction.id;
        });
    }

    /** Waits for the form that a press opens and returns its title. */
    public String awaitForm(String interactionId, Duration patience) {
        return world.await(
                        () ->
                                Optional.ofNullable(known(interactionId).modal)
                                        .map(modal -> Forms.of(modal).title()),
                        patience)
                .orElseThrow(() -> missed("a form", patience));
    }

    private Interaction interaction(
            int type,
            User user,
            String channelId,
            @Nullable String command,
            @Nullable String messageId) {
        var random = ThreadLocalRandom.current();
        var token = new StringBuilder(TOKEN_CHARS);
        while (token.length() < TOKEN_CHARS) {
            token.append(Long.toString(random.nextLong(Long.MAX_VALUE), 36));
        }
        var interaction =
                new Interaction(
                        world.snowflakes.next(),
                        token.substring(0, TOKEN_CHARS),
                        type,
                        user,
                        channelId,
                        world.now(),
                        command,
                        messageId);
        world.add(interaction);
        return interaction;
    }

    /** Opens a public thread of the user's own in a channel and returns its id. */
    public String openThread(String user, String channel, String name) {
        return world.locked(() -> {
            var parent = world.namedChannel(channel);
            if (parent.isThread()) {
                throw new IllegalArgumentException("a thread cannot have threads");
            }
            return threads.open(world.namedUser(user), parent, name).id;
        });
    }

    /** Sends a message and returns its id. */
    public String say(String user, String channel, String text) {
        return world.locked(() -> send(user, world.namedChannel(channel).id, text, null, false));
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
            return send(user, referenced.channelId, text, referenced, ping);
        });
    }

    private String send(
            String user,
            String channelId,
            String text,
            @Nullable Message referenced,
            boolean ping) {
        if (text.isBlank() || text.length() > 2000) {
            throw new IllegalArgumentException("a message has 1 to 2000 characters");
        }
        var channel = world.channel(channelId);
        if (channel.locked) {
            throw new IllegalArgumentException("the thread is locked");
        }
        var author = world.namedUser(user);
        var message =
                new Message(
                        world.snowflakes.next(),
                        channelId,
                        author,
                        referenced == null ? Message.DEFAULT : Message.REPLY,
                        world.now());
        message.content = text;
        world.users().stream()
                .filter(u -> text.contains("<@" + u.id() + ">"))
                .forEach(message.mentions::add);
        message.mentionsEveryone = EVERYONE.matcher(message.content).find();
        if (referenced != null) {
            Messages.refer(message, referenced, ping);
        }
        messages.post(message);
        return message.id;
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

    /** Text channels and threads. */
    public List<ChannelView> channels() {
        return world.locked(() ->
                world.channels()
                        .map(c ->
                                new ChannelView(
                                        c.id,
                                        c.name,
                                        c.parentId,
                                        c.archived,
                                        c.locked,
                                        c.messageCount))
                        .toList());
    }

    /** Threads only. */
    public List<ChannelView> threads() {
        return channels().stream().filter(c -> c.parentId() != null).toList();
    }

    /** The messages of a channel or thread, oldest first, ephemeral ones included. */
    public List<MessageView> messages(String channel) {
        return world.locked(() ->
                world.messagesOf(world.namedChannel(channel).id).stream().map(this::view).toList());
    }

    /** Every message ever sent, oldest first, deleted ones included. */
    public List<MessageView> allMessages() {
        return world.locked(() ->
                world.everSent()
                        .sorted(Comparator.comparingLong(m -> Long.parseLong(m.id)))
                        .map(this::view)
                        .toList());
    }

    private Message message(String id) {
        var message = world.messageOrNull(id);
        if (message == null) {
            throw new IllegalArgumentException("there is no message " + id);
        }
        return message;
    }

    private MessageView view(Message message) {
        return MessageView.of(message, cdn, world.wasDeleted(message.id));
    }

    /** An interaction's state. */
    public InteractionView interaction(String id) {
        return world.locked(() -> view(known(id)));
    }

    private Interaction known(String id) {
        var found = world.interaction(id);
        if (found == null) {
            throw new IllegalArgumentException("there is no interaction " + id);
        }
        return found;
    }

    private static InteractionView view(Interaction interaction) {
        return new InteractionView(
                interaction.id,
                interaction.ack.name(),
                interaction.ephemeral,
                interaction.createdAt,
                interaction.ackedAt,
                interaction.originalMessageId);
    }

    /** The names of the registered slash commands. */
    public List<String> commandNames() {
        return world.locked(() ->
                world.commands().values().stream()
                        .map(c -> c.path("name").asText())
                        .distinct()
                        .toList());
    }

    /** Waits for the registration of a command: a bot registers some time after it connects. */
    public void awaitCommand(String name, Duration patience) {
        if (world.await(() -> commands.named(name), patience).isEmpty()) {
            throw missed("the command " + name, patience);
        }
    }

    /** The first message, new or old, that the predicate accepts. */
    public MessageView awaitMessage(Predicate<MessageView> wanted, Duration patience) {
        return findMessage(wanted, patience).orElseThrow(() -> missed("a message", patience));
    }

    Optional<MessageView> findMessage(Predicate<MessageView> wanted, Duration patience) {
        return world.await(() -> allMessages().stream().filter(wanted).findFirst(), patience);
    }

    /** Waits until a message has a state; a first version that has it already counts. */
    public MessageView awaitEdit(
            String messageId, Predicate<MessageView> wanted, Duration patience) {
        return awaitMessage(m -> m.id().equals(messageId) && wanted.test(m), patience);
    }

    /** Waits for the first answer to an interaction. */
    public InteractionView awaitAck(String interactionId, Duration patience) {
        return world.await(
                        () ->
                                Optional.of(interaction(interactionId))
                                        .filter(i -> i.ackedAt() != null),
                        patience)
                .orElseThrow(() -> missed("an acknowledgement", patience));
    }

    private static NoSuchElementException missed(String what, Duration patience) {
        return new NoSuchElementException(what + " did not come within " + patience);
    }
}
