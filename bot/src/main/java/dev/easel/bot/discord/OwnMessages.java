package dev.easel.bot.discord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.MessageHistory;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.utils.TimeUtil;

/**
 * What the bot already posted for one request, by place, read from the thread itself: Discord
 * forgets nonces after some minutes and the process forgets everything, the thread does not.
 */
public final class OwnMessages {
    private static final int PAGE = 100;
    private static final int PAGES_MAX = 5;
    private static final int PAGES_AFTER_MAX = 50;

    /** One message of ours. */
    public record Own(String id, Instant time) {}

    private final TreeMap<String, Own> byPlace = new TreeMap<>();
    private final Instant since;

    private OwnMessages(Instant since) {
        this.since = since;
    }

    /** Of a request that nobody can have posted anything of. */
    public static OwnMessages none() {
        return new OwnMessages(Instant.EPOCH);
    }

    /** Reads back to when the request was made, at most 500 messages. */
    public static OwnMessages read(
            Calls calls, GuildMessageChannel channel, String uid, Instant since) {
        var own = new OwnMessages(since);
        var history = channel.getHistory();
        for (int page = 0; page < PAGES_MAX; page++) {
            List<Message> messages = calls.repeated(() -> history.retrievePast(PAGE));
            messages.forEach(m -> own.note(m, uid));
            if (messages.size() < PAGE
                    || messages.getLast().getTimeCreated().toInstant().isBefore(since)) {
                break;
            }
        }
        return own;
    }

    /** How far back it was read. */
    public Instant since() {
        return since;
    }

    /** The newest message at that place. */
    public Optional<Own> at(String place) {
        return Optional.ofNullable(byPlace.get(place));
    }

    /**
     * All messages of a request that stand near one of them, which finds a result's parts however
     * old they are.
     */
    public static List<String> near(
            Calls calls, GuildMessageChannel channel, String uid, String messageId) {
        return of(calls.repeated(() -> channel.getHistoryAround(messageId, PAGE)), uid);
    }

    /**
     * All messages of a request that were written since it was made, however much others wrote; it
     * reads {@value #PAGES_AFTER_MAX} pages of a hundred at most.
     */
    public static List<String> after(
            Calls calls, GuildMessageChannel channel, String uid, Instant created) {
        var found = new ArrayList<String>();
        long after = TimeUtil.getDiscordTimestamp(created.toEpochMilli());
        for (int page = 0; page < PAGES_AFTER_MAX; page++) {
            var from = Long.toUnsignedString(after);
            var history = calls.repeated(() -> channel.getHistoryAfter(from, PAGE));
            found.addAll(of(history, uid));
            if (history.size() < PAGE) {
                break;
            }
            after =
                    history.getRetrievedHistory().stream()
                            .mapToLong(Message::getIdLong)
                            .max()
                            .orElse(after);
        }
        return found;
    }

    private static List<String> of(MessageHistory history, String uid) {
        return history.getRetrievedHistory().stream()
                .filter(m -> m.getAuthor().equals(m.getJDA().getSelfUser()))
                .filter(m -> ids(m).anyMatch(id -> id.uid().equals(uid)))
                .map(Message::getId)
                .toList();
    }

    /** The request whose pictures a message of ours shows, if it shows any. */
    public static Optional<String> resultOf(Message message) {
        if (!message.getAuthor().equals(message.getJDA().getSelfUser())) {
            return Optional.empty();
        }
        var ids = ids(message).toList();
        boolean failure = ids.stream().anyMatch(id -> id.action() == CustomId.Action.RETRY);
        return ids.stream()
                .filter(id -> !failure && !id.place().equals(CustomId.CARD))
                .map(CustomId::uid)
                .findFirst();
    }

    private void note(Message message, String uid) {
        if (!message.getAuthor().equals(message.getJDA().getSelfUser())) {
            return;
        }
        ids(message)
                .filter(id -> id.uid().equals(uid) && !id.action().ofOneImage())
                // History runs from new to old: the first one seen is the newest.
                .forEach(id ->
                        byPlace.putIfAbsent(
                                id.place(),
                                new Own(message.getId(), message.getTimeCreated().toInstant())));
    }

    private static Stream<CustomId> ids(Message message) {
        return message.getComponentTree().findAll(Button.class).stream()
                .map(Button::getCustomId)
                .filter(id -> id != null)
                .flatMap(id -> CustomId.parse(id).stream());
    }
}
