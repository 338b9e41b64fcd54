package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What users do to the bot's commands, buttons, menus and forms. */
public abstract sealed class UserInteractions extends UserViews permits UserDriver {
    private static final int TOKEN_CHARS = 160;

    private final Access access;
    private final MessageShapes shapes;
    private final Commands commands;
    private final InteractionPayloads payloads;
    private final Events events;

    UserInteractions(
            World world,
            Access access,
            MessageShapes shapes,
            Commands commands,
            InteractionPayloads payloads,
            Events events,
            String cdn) {
        super(world, access, commands, cdn);
        this.access = access;
        this.shapes = shapes;
        this.commands = commands;
        this.payloads = payloads;
        this.events = events;
    }

    /**
     * Types a slash command, {@code generate} or {@code settings set}, and returns the
     * interaction's id.
     */
    public String slash(String user, String channel, String command, Map<String, ?> options) {
        return world.locked(() -> {
            var words = SlashInput.words(command);
            var typist = world.namedUser(user);
            var place = place(typist, channel);
            var registered = usable(words[0], typist, place);
            var data = SlashInput.data(registered, words, options);
            return send(
                    interaction(Interaction.COMMAND, typist, place.id, command, null), data, null);
        });
    }

    /**
     * Types a part of an option's value and returns the interaction's id.
     *
     * @param options the values of other options typed so far
     * @param option the one being typed, which must be autocompleted
     */
    public String type(
            String user,
            String channel,
            String command,
            Map<String, ?> options,
            String option,
            String partial) {
        return world.locked(() -> {
            var words = SlashInput.words(command);
            var typist = world.namedUser(user);
            var place = place(typist, channel);
            var registered = usable(words[0], typist, place);
            var data = SlashInput.partial(registered, words, options, option, partial);
            return send(
                    interaction(Interaction.AUTOCOMPLETE, typist, place.id, command, null),
                    data,
                    null);
        });
    }

    /** Types a part of an option's value and waits for what the bot offers. */
    public List<Choice> autocomplete(
            String user, String channel, String command, String option, String partial) {
        var id = type(user, channel, command, Map.of(), option, partial);
        return awaitChoices(id, Duration.ofSeconds(3));
    }

    private Channel place(User user, String channel) {
        var place = world.namedChannel(channel);
        if (!access.sees(user, place)) {
            throw new IllegalArgumentException(user.name() + " does not see " + channel);
        }
        return place;
    }

    /** The command, if the client offers it to this user in this place. */
    private ObjectNode usable(String name, User user, Channel place) {
        var registered =
                commands.named(name)
                        .orElseThrow(
                                () -> new IllegalArgumentException("no command is called " + name));
        var needed = registered.path("default_member_permissions");
        var permissions = access.permissions(user, place);
        if (!Permission.USE_APPLICATION_COMMANDS.in(permissions)
                || (needed.isTextual() && !SlashInput.mayRun(permissions, needed.asLong()))) {
            throw new IllegalArgumentException(user.name() + " may not use /" + name + " here");
        }
        if (registered.path("nsfw").asBoolean() && !isAgeRestricted(place)) {
            throw new IllegalArgumentException("/" + name + " is for age-restricted channels");
        }
        return registered;
    }

    private boolean isAgeRestricted(Channel place) {
        return place.parentId == null ? place.nsfw : world.channel(place.parentId).nsfw;
    }

    /** Presses a button and returns the interaction's id. */
    public String click(String user, String messageId, String customId) {
        return world.locked(() -> {
            var presser = world.namedUser(user);
            var message = message(messageId);
            if (!message.visibleTo(presser.id())) {
                throw new IllegalArgumentException("only somebody else sees this message");
            }
            var button =
                    view(message).buttons().stream()
                            .filter(b -> b.customId().equals(customId))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException("no button has this custom id"));
            if (button.disabled()) {
                throw new IllegalArgumentException("the button is disabled");
            }
            var data =
                    Json.object()
                            .put("component_type", Components.BUTTON)
                            .put("custom_id", customId)
                            .put("id", button.id());
            return press(presser, message, data);
        });
    }

    /** Chooses from a menu and returns the interaction's id. */
    public String select(String user, String messageId, String customId, List<String> values) {
        return world.locked(() -> {
            var chooser = world.namedUser(user);
            var message = message(messageId);
            if (!message.visibleTo(chooser.id())) {
                throw new IllegalArgumentException("only somebody else sees this message");
            }
            return press(
                    chooser, message, SlashInput.selection(message.components, customId, values));
        });
    }

    private String press(User user, Message message, ObjectNode data) {
        return send(
                interaction(Interaction.COMPONENT, user, message.channelId, null, message.id),
                data,
                message);
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
            var source = press.sourceMessageId;
            press.modalOpen = false;
            return send(interaction, data, source == null ? null : world.messageOrNull(source));
        });
    }

    /** Closes the form that an interaction opened, without sending it. */
    public void dismiss(String interactionId) {
        world.locked(() -> {
            known(interactionId).modalOpen = false;
            return true;
        });
    }

    private String send(Interaction interaction, ObjectNode data, @Nullable Message source) {
        var payload = payloads.of(interaction, data);
        if (source != null) {
            payload.set("message", shapes.message(source));
        }
        events.interactionCreated(interaction, payload);
        return interaction.id;
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
}
