package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What users see: channels, messages, forms, choices, and how far the bot has answered. */
public abstract sealed class UserViews permits UserInteractions {
    /** A channel or thread, as the list on the left of the client shows it. */
    public record ChannelView(
            String id,
            String name,
            @Nullable String parentId,
            boolean archived,
            boolean locked,
            int messageCount,
            boolean isPrivate,
            boolean nsfw) {}

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

    /** One line below a half-typed option; the value is a text or a number. */
    public record Choice(String name, JsonNode value) {}

    final World world;
    private final Access access;
    private final Commands commands;
    private final String cdn;

    UserViews(World world, Access access, Commands commands, String cdn) {
        this.world = world;
        this.access = access;
        this.commands = commands;
        this.cdn = cdn;
    }

    /** Text channels, direct conversations and threads. */
    public List<ChannelView> channels() {
        return world.locked(() -> world.channels().map(UserViews::view).toList());
    }

    /** What one user sees of them. */
    public List<ChannelView> channels(String user) {
        return world.locked(() -> {
            var viewer = world.namedUser(user);
            return world.channels()
                    .filter(c -> access.sees(viewer, c))
                    .map(UserViews::view)
                    .toList();
        });
    }

    private static ChannelView view(Channel channel) {
        return new ChannelView(
                channel.id,
                channel.name,
                channel.parentId,
                channel.archived,
                channel.locked,
                channel.messageCount,
                channel.type == Channel.PRIVATE_THREAD,
                channel.nsfw);
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

    /** What one user sees of them: of ephemeral ones only the answers to their own actions. */
    public List<MessageView> messages(String user, String channel) {
        return world.locked(() -> {
            var viewer = world.namedUser(user);
            var place = world.namedChannel(channel);
            if (!access.sees(viewer, place)) {
                throw new IllegalArgumentException(user + " does not see " + channel);
            }
            return world.messagesOf(place.id).stream()
                    .filter(m -> m.visibleTo(viewer.id()))
                    .map(this::view)
                    .toList();
        });
    }

    /** Every message ever sent, oldest first, deleted ones included. */
    public List<MessageView> allMessages() {
        return world.locked(() ->
                world.everSent()
                        .sorted(Comparator.comparingLong(m -> Long.parseLong(m.id)))
                        .map(this::view)
                        .toList());
    }

    Message message(String id) {
        var message = world.messageOrNull(id);
        if (message == null) {
            throw new IllegalArgumentException("there is no message " + id);
        }
        return message;
    }

    MessageView view(Message message) {
        return MessageView.of(message, cdn, world.wasDeleted(message.id));
    }

    /** An interaction's state. */
    public InteractionView interaction(String id) {
        return world.locked(() -> {
            var interaction = known(id);
            return new InteractionView(
                    interaction.id,
                    interaction.ack.name(),
                    interaction.ephemeral,
                    interaction.createdAt,
                    interaction.ackedAt,
                    interaction.originalMessageId);
        });
    }

    Interaction known(String id) {
        var found = world.interaction(id);
        if (found == null) {
            throw new IllegalArgumentException("there is no interaction " + id);
        }
        return found;
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
        return world.await(() -> allMessages().stream().filter(wanted).findFirst(), patience)
                .orElseThrow(() -> missed("a message", patience));
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

    /** Waits for the form that an interaction opens and returns its title. */
    public String awaitForm(String interactionId, Duration patience) {
        return world.await(
                        () ->
                                Optional.ofNullable(known(interactionId).modal)
                                        .map(modal -> Forms.of(modal).title()),
                        patience)
                .orElseThrow(() -> missed("a form", patience));
    }

    /** Waits for the choices that an autocompletion offers. */
    public List<Choice> awaitChoices(String interactionId, Duration patience) {
        return world.await(() -> Optional.ofNullable(known(interactionId).choices), patience)
                .map(UserViews::choices)
                .orElseThrow(() -> missed("choices", patience));
    }

    private static List<Choice> choices(JsonNode choices) {
        var list = new ArrayList<Choice>();
        choices.forEach(c -> list.add(new Choice(c.path("name").asText(), c.path("value"))));
        return List.copyOf(list);
    }

    private static NoSuchElementException missed(String what, Duration patience) {
        return new NoSuchElementException(what + " did not come within " + patience);
    }
}
