package dev.easel.bot.conversation;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Recent;
import dev.easel.bot.live.Api;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Place;
import dev.easel.bot.request.Requests;
import dev.easel.bot.request.Submissions;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.emoji.Emoji;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.message.MessageUpdateEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what people write. A message makes the request that is named after it, so a message
 * that comes twice makes one request. Messages of one channel are heard one after the other.
 */
public final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private static final Duration HINT_EVERY = Duration.ofMinutes(10);
    private static final Duration EDIT_NEWS_MAX = Duration.ofMinutes(1);

    /** Tells the author that the message was understood, and a later process that it was heard. */
    static final Emoji HEARD = Emoji.fromUnicode("🎨");

    /**
     * How messages are read.
     *
     * @param hidden whether Discord hides what is not said to us
     * @param ignorePrefix messages that begin with it are between people; empty for none
     */
    public record Hearing(boolean hidden, String ignorePrefix) {}

    private final Requests requests;
    private final Submissions submissions;
    private final OwnThreads threads;
    private final Languages languages;
    private final Replies replies;
    private final Questions questions;
    private final String pool;
    private final Hearing hearing;
    private final MessageReader reader;
    private final Clock clock;
    private final Recent hints = new Recent(HINT_EVERY);
    private final Lanes lanes;

    public Conversation(
            Calls calls,
            Requests requests,
            Api api,
            String pool,
            Hearing hearing,
            Questions questions,
            Executor executor,
            Clock clock) {
        this.requests = requests;
        this.submissions = new Submissions(requests);
        this.threads = new OwnThreads(requests, api);
        this.languages = new Languages(requests);
        this.replies = new Replies(calls);
        this.questions = questions;
        this.pool = pool;
        this.hearing = hearing;
        this.reader = new MessageReader(hearing.hidden());
        this.clock = clock;
        this.lanes = new Lanes(executor);
    }

    /** Hands the message over to its channel's lane. */
    public void received(MessageReceivedEvent event) {
        var message = event.getMessage();
        if (event.isFromGuild() && MessageReader.isByPerson(message)) {
            inLane(message.getChannelId(), () -> hear(message, reader.read(event), true));
        }
    }

    /**
     * A request keeps the words that it was made of, so whoever edits them is told; an edit of what
     * made no request is not heard at all.
     */
    public void edited(MessageUpdateEvent event) {
        var message = event.getMessage();
        if (event.isFromGuild()
                && MessageReader.isByPerson(message)
                && isJustEdited(message)
                && requests.named(NewRequest.name(message.getId())).isPresent()) {
            inLane(message.getChannelId(), () -> hint(message, Key.HINT_EDITED, true));
        }
    }

    /**
     * Pins and previews of links are updates too, and leave the time of the last edit as it was.
     */
    private boolean isJustEdited(Message message) {
        var edited = message.getTimeEdited();
        return edited != null && edited.toInstant().isAfter(clock.instant().minus(EDIT_NEWS_MAX));
    }

    /** Runs something in the order of a channel's messages; its failure is logged. */
    void inLane(String channelId, Runnable step) {
        lanes.run(
                channelId,
                () -> {
                    try {
                        step.run();
                    } catch (DiscordFailure e) {
                        log.atWarn()
                                .addKeyValue("discord.channel", channelId)
                                .addKeyValue("discord.code", e.code())
                                .log("a message could not be answered");
                    } catch (RuntimeException e) {
                        if (Thread.currentThread().isInterrupted()) {
                            // We are being ended; the next process hears it.
                            return;
                        }
                        log.atError()
                                .addKeyValue("discord.channel", channelId)
                                .setCause(e)
                                .log("a message was not handled");
                    }
                });
    }

    /** Hears a message that came while nobody listened; only what asks for a picture counts. */
    void hearLate(Message message) {
        if (MessageReader.isByPerson(message)) {
            hear(message, reader.read(message), false);
        }
    }

    boolean ownsByItself(ThreadChannel thread) {
        return threads.ownsByItself(thread);
    }

    private void hear(Message message, Heard heard, boolean now) {
        act(message, Meaning.of(heard, hearing.ignorePrefix()), now);
    }

    private void act(Message message, Meaning meaning, boolean now) {
        switch (meaning) {
            case Meaning.Ignore() -> {}
            case Meaning.Refine(var instruction, var source) ->
                    refine(message, instruction, source, now);
            case Meaning.Ask(var instruction) -> {
                if (now) {
                    questions.ask(message, instruction, languages.of(message));
                }
            }
            case Meaning.Unreadable() -> hint(message, Key.HINT_UNREADABLE, now);
            case Meaning.Wordless() -> hint(message, Key.HINT_WORDLESS, now);
            case Meaning.Called(var meant) -> called(message, meant, now);
        }
    }

    /** Help would be wrong where only api could say that there is something to refine. */
    private void called(Message message, Meaning meant, boolean now) {
        switch (threads.of(message.getChannel().asThreadChannel())) {
            case KNOWN -> act(message, meant, now);
            case STRANGE -> hint(message, Key.HINT_UNKNOWN_THREAD, now);
            case UNSURE -> {
                var texts = Texts.of(languages.of(message));
                explain(message, Refusal.of(message.getId(), Key.ERROR_API, texts), now);
            }
        }
    }

    /**
     * @param now false for what is heard late, whose author was told already or has gone on
     */
    private void refine(Message message, String text, @Nullable String source, boolean now) {
        var channel = message.getGuildChannel();
        var locale = languages.of(message);
        var texts = Texts.of(locale);
        switch (Instruction.check(text, texts)) {
            case Instruction.Checked.Bad(var explanation) ->
                    explain(
                            message,
                            Refusal.of(message.getId(), "option", explanation, texts),
                            now);
            case Instruction.Checked.Good(var instruction) -> {
                var origin =
                        new NewRequest.Origin(
                                message.getId(),
                                message.getGuild().getId(),
                                message.getAuthor().getId(),
                                locale,
                                Place.parentId(channel),
                                Place.threadId(channel));
                var request =
                        NewRequest.from(
                                requests.namespace(),
                                pool,
                                origin,
                                Action.REFINE,
                                instruction.text(),
                                source == null ? null : new Source(source, null));
                switch (submissions.submit(request, texts)) {
                    case Submissions.Outcome.Taken() -> replies.mark(message, HEARD);
                    case Submissions.Outcome.Failed(var explanation) ->
                            explain(message, explanation, now);
                }
            }
        }
    }

    private void explain(Message message, String explanation, boolean now) {
        if (now) {
            replies.to(message, explanation);
        }
    }

    /** At most one hint in ten minutes for each channel: the thread is for pictures. */
    private void hint(Message message, Key key, boolean now) {
        if (now && hints.first(message.getChannelId())) {
            var texts = Texts.of(languages.of(message));
            replies.to(
                    message,
                    key == Key.HINT_UNREADABLE || key == Key.HINT_WORDLESS
                            ? texts.get(key, message.getJDA().getSelfUser().getAsMention())
                            : texts.get(key));
        }
    }
}
