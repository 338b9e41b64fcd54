package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.request.Submissions;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.interactions.Interaction;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the API server what somebody asks for, before the answer is promised: so no promise is
 * empty when this process dies. Where Discord takes no answer any more it told the user that
 * nothing happened, and nothing is written.
 */
record WriteFirst(Answers answers, Submissions submissions, Clock clock) {
    private static final Logger log = LoggerFactory.getLogger(WriteFirst.class);

    /** Discord takes the first answer for so long. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    /** What is left of that for the acknowledgement has to be enough for it. */
    private static final Duration WRITE_MAX = Duration.ofSeconds(1);

    static WriteFirst of(Services services, Answers answers) {
        return new WriteFirst(answers, new Submissions(services.requests()), services.clock());
    }

    /** Makes a request, and says so privately, or why not. */
    void submit(IReplyCallback event, GenerationRequest request, Key started, Texts texts) {
        if (event.getGuildChannel() instanceof ThreadChannel thread
                && thread.isArchived()
                && thread.isLocked()) {
            answers.refuse(event, Key.ERROR_THREAD_LOCKED, texts, thread.getAsMention());
            return;
        }
        answer(
                event,
                () ->
                        switch (submissions.submit(request, texts)) {
                            case Submissions.Outcome.Taken() -> texts.get(started);
                            case Submissions.Outcome.Failed(var explanation) -> explanation;
                        });
    }

    /**
     * Answers privately.
     *
     * @param write answers what became of it
     */
    void answer(IReplyCallback event, Supplier<String> write) {
        var outcome = isInTime(event) ? begun(event, write) : write;
        answers.defer(event, true).ifPresent(hook -> answers.edit(hook, outcome.get()));
    }

    /** An API server that is slow does not keep the promise back. */
    private static Supplier<String> begun(Interaction event, Supplier<String> write) {
        var outcome =
                CompletableFuture.supplyAsync(
                        write, r -> Thread.ofVirtual().name("write-" + event.getId()).start(r));
        try {
            outcome.get(WRITE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.atWarn()
                    .addKeyValue("discord.interaction", event.getId())
                    .log("promised before it is written");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return outcome::join;
    }

    private boolean isInTime(Interaction event) {
        var age = Duration.between(event.getTimeCreated().toInstant(), clock.instant());
        return age.compareTo(ANSWER_MAX) < 0;
    }
}
