package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything Discord would remember. One lock guards all of it: every request and every user action
 * runs inside {@link #locked}, so events leave in the order in which the state changed.
 */
final class World {
    static final String GUILD_ID = "1100000000000000100";
    static final String BOT_ROLE_ID = "1100000000000000101";

    static final User BOT = new User("1100000000000000300", "easel", "Easel", "en-US", true);
    static final User JAPANESE =
            new User("1100000000000000401", "user_ja", "Japanese user", "ja", false);
    static final User ENGLISH =
            new User("1100000000000000402", "user_en", "English user", "en-US", false);

    /** The application's id is the bot's: so it is for every application made since 2016. */
    static final String APPLICATION_ID = BOT.id();

    /** The English user owns the guild. */
    static final String OWNER_ID = ENGLISH.id();

    /** The channel for adults only. */
    private static final String AGE_RESTRICTED = "age-restricted";

    private static final Instant FOUNDED = Instant.parse("2023-04-24T00:00:00Z");

    final Clock clock;
    final Snowflakes snowflakes;
    private volatile String token;
    private volatile Knobs knobs = Knobs.defaults();
    private volatile boolean tokenRevoked;

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Map<String, Message> deleted = new LinkedHashMap<>();
    private final Map<String, Interaction> interactions = new LinkedHashMap<>();
    private final Map<String, ObjectNode> commands = new LinkedHashMap<>();

    World(Clock clock, String token) {
        this.clock = clock;
        this.token = token;
        this.snowflakes = new Snowflakes(clock);
        furnish();
    }

    private void furnish() {
        users.clear();
        for (var user : List.of(BOT, JAPANESE, ENGLISH)) {
            users.put(user.id(), user);
        }
        var names = List.of("general", "pictures", AGE_RESTRICTED);
        for (var i = 0; i < names.size(); i++) {
            var id = "110000000000000020" + (i + 1);
            var channel = new Channel(id, Channel.TEXT, names.get(i), null, ENGLISH, FOUNDED);
            channel.nsfw = names.get(i).equals(AGE_RESTRICTED);
            channels.put(id, channel);
        }
    }

    /** Back to the first day; commands stay, since the bot registers them only once. */
    synchronized void reset() {
        channels.clear();
        messages.clear();
        deleted.clear();
        interactions.clear();
        knobs = Knobs.defaults();
        tokenRevoked = false;
        furnish();
        notifyAll();
    }

    synchronized <T> T locked(Supplier<T> body) {
        try {
            return body.get();
        } finally {
            notifyAll();
        }
    }

    /** Waits for a change of the world that makes the probe answer. */
    synchronized <T> Optional<T> await(Supplier<Optional<T>> probe, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var found = probe.get();
            var left = deadline - System.nanoTime();
            if (found.isPresent() || left <= 0) {
                return found;
            }
            try {
                wait(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    Knobs knobs() {
        return knobs;
    }

    void turn(Knobs changed) {
        knobs = changed;
    }

    /** Whether this is the bot's token and the bot's token still opens anything. */
    boolean accepts(String presented) {
        return !tokenRevoked && token.equals(presented);
    }

    String token() {
        return token;
    }

    /** From now on another token is the bot's. */
    void exchangeToken(String other) {
        token = other;
    }

    void revokeToken(boolean revoked) {
        tokenRevoked = revoked;
    }

    Instant now() {
        return clock.instant();
    }

    Instant founded() {
        return FOUNDED;
    }

    Collection<User> users() {
        return users.values();
    }

    @Nullable User user(String id) {
        return users.get(id);
    }

    /** Adds a user, or puts a changed one in the place of the old. */
    void add(User user) {
        users.put(user.id(), user);
    }

    /** A user by id, name or locale, or {@code bot}; for the driver, where people type names. */
    User namedUser(String word) {
        var fixed =
                switch (word) {
                    case "bot" -> user(BOT.id());
                    case "ja" -> user(JAPANESE.id());
                    case "en" -> user(ENGLISH.id());
                    default -> null;
                };
        if (fixed != null) {
            return fixed;
        }
        return users.values().stream()
                .filter(u -> u.id().equals(word) || u.name().equals(word) || matches(u, word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no user is called " + word));
    }

    private static boolean matches(User user, String word) {
        return !user.bot() && (user.locale().equals(word) || user.locale().startsWith(word + "-"));
    }

    Stream<Channel> channels() {
        return channels.values().stream();
    }

    Channel channel(String id) {
        var channel = channels.get(id);
        if (channel == null) {
            throw DiscordError.unknownChannel();
        }
        return channel;
    }

    Channel namedChannel(String word) {
        return channels.values().stream()
                .filter(c -> c.id.equals(word) || c.name.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no channel is called " + word));
    }

    void add(Channel channel) {
        channels.put(channel.id, channel);
    }

    void remove(Channel channel) {
        channels.remove(channel.id);
        messages.values().removeIf(m -> m.channelId.equals(channel.id));
    }

    Stream<Message> messages() {
        return messages.values().stream();
    }

    List<Message> messagesOf(String channelId) {
        var found = new ArrayList<Message>();
        for (var message : messages.values()) {
            if (message.channelId.equals(channelId)) {
                found.add(message);
            }
        }
        found.sort((a, b) -> Snowflakes.compare(a.id, b.id));
        return found;
    }

    @Nullable Message messageOrNull(String id) {
        return messages.get(id);
    }

    Message message(String channelId, String id) {
        var message = messages.get(id);
        if (message == null || !message.channelId.equals(channelId)) {
            throw DiscordError.unknownMessage();
        }
        return message;
    }

    void add(Message message) {
        messages.put(message.id, message);
    }

    void remove(Message message) {
        messages.remove(message.id);
        deleted.put(message.id, message);
    }

    boolean wasDeleted(String messageId) {
        return deleted.containsKey(messageId);
    }

    Stream<Message> everSent() {
        return Stream.concat(messages.values().stream(), deleted.values().stream());
    }

    Stream<Interaction> interactions() {
        return interactions.values().stream();
    }

    @Nullable Interaction interaction(String id) {
        return interactions.get(id);
    }

    void add(Interaction interaction) {
        interactions.put(interaction.id, interaction);
    }

    Map<String, ObjectNode> commands() {
        return commands;
    }
}
