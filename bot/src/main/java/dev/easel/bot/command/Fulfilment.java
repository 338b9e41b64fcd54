package dev.easel.bot.command;

import static java.util.Objects.requireNonNull;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.NewThread;
import dev.easel.bot.discord.Targets;
import dev.easel.bot.discord.Targets.Target;
import dev.easel.bot.request.DiscordTrouble;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Promises;
import dev.easel.bot.request.Promises.Promise;
import dev.easel.bot.request.Requests;
import dev.easel.bot.request.Submissions;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.utils.TimeUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes good what is promised: answer, thread, request, in this order. The resource is made last
 * because its delivery cannot change afterwards; what is known before stands in a promise, so a
 * crash at any moment leaves it to the next process. Each step is harmless when it is repeated.
 */
final class Fulfilment {
    private static final Logger log = LoggerFactory.getLogger(Fulfilment.class);

    /** Discord takes an acknowledgement for three seconds; then it is there or never. */
    private static final Duration ACKNOWLEDGED_BY = Duration.ofSeconds(5);

    /** How long Discord lets an answer be changed. */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    private static final Optional<GenerationRequest> NONE = Optional.empty();

    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** As long as words are heard late. */
    private static final Duration AGE_MAX = Duration.ofHours(24);

    private final Calls calls;
    private final Answers answers;
    private final Requests requests;
    private final Promises promises;
    private final Submissions submissions;
    private final Refining refining;
    private final Clock clock;

    Fulfilment(Services services, Answers answers, Refining refining) {
        this.calls = services.calls();
        this.answers = answers;
        this.requests = services.requests();
        this.promises = services.promises();
        this.submissions = new Submissions(requests);
        this.refining = refining;
        this.clock = services.clock();
    }

    /** Promises an answer and gives it. */
    void begin(SlashCommandInteractionEvent event, Promise promise, Texts texts) {
        promises.make(promise);
        switch (answers.promise(event, promise.privately())) {
            case YES -> {
                var hook = InteractionHook.from(event.getJDA(), event.getToken());
                var place = (GuildMessageChannel) event.getGuildChannel();
                settle(promise, event.getJDA(), () -> fulfil(promise, hook, place, false, texts));
            }
            case BY_ANOTHER -> promises.leave(promise.eventId());
            case NO -> promises.forget(promise.eventId());
        }
    }

    /** Goes on with what processes before this one promised, each on a thread of its own. */
    void resume(JDA jda, Executor executor) {
        executor.execute(
                () -> left(jda).forEach(promise -> executor.execute(() -> resume(jda, promise))));
    }

    private List<Promise> left(JDA jda) {
        while (!isEnding(jda)) {
            try {
                return promises.left();
            } catch (KubernetesClientException e) {
                log.atWarn().addKeyValue("status", e.getCode()).log("promises not read yet");
                pause();
            }
        }
        return List.of();
    }

    private void resume(JDA jda, Promise promise) {
        while (!isEnding(jda)) {
            try {
                goOn(jda, promise);
                promises.forget(promise.eventId());
                return;
            } catch (RuntimeException e) {
                if (isEnding(jda)) {
                    return;
                }
                log.atWarn()
                        .addKeyValue("discord.interaction", promise.eventId())
                        .setCause(e)
                        .log("a promise is not kept");
                if (!isPassing(e) || age(promise).compareTo(TOKEN_LIFE) > 0) {
                    promises.forget(promise.eventId());
                    return;
                }
            }
            pause();
        }
    }

    private void goOn(JDA jda, Promise promise) {
        if (age(promise).compareTo(AGE_MAX) > 0) {
            return;
        }
        var spec = promise.request().getSpec();
        var requester = requireNonNull(spec.requester());
        var where = requireNonNull(requireNonNull(spec.delivery()).discord());
        switch (new Targets(jda, calls).find(where, requester.tenant())) {
            case Target.Gone() -> {}
            case Target.Unknown() -> throw new NotYet();
            case Target.Open(var place) -> goOn(jda, promise, place, requester.locale());
        }
    }

    private void goOn(
            JDA jda, Promise promise, GuildMessageChannel place, @Nullable String locale) {
        var texts = Texts.of(locale);
        var hook = InteractionHook.from(jda, promise.token());
        if (age(promise).compareTo(TOKEN_LIFE) < 0 && !isAcknowledged(promise, hook)) {
            // Discord told the user that nobody answers.
            return;
        }
        log.atInfo()
                .addKeyValue("discord.interaction", promise.eventId())
                .log("keeping what another process promised");
        try {
            fulfil(promise, hook, place, true, texts);
        } catch (DiscordFailure e) {
            if (!isPassing(e)) {
                DiscordTrouble.text(e, place, promise.eventId(), texts)
                        .ifPresent(text -> answers.edit(hook, text));
            }
            throw e;
        }
    }

    /** Discord has not told of its servers yet. */
    private static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static boolean isPassing(RuntimeException e) {
        return e instanceof NotYet
                || (e instanceof DiscordFailure failure
                        && (failure.kind() == DiscordFailure.Kind.UNAVAILABLE
                                || failure.kind() == DiscordFailure.Kind.RATE_LIMITED));
    }

    private static void pause() {
        try {
            Thread.sleep(AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever becomes of it, it is over, unless it is this process that ends. */
    private void settle(Promise promise, JDA jda, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (isEnding(jda)) {
                promises.leave(promise.eventId());
            } else {
                promises.forget(promise.eventId());
            }
            throw e;
        }
        promises.forget(promise.eventId());
    }

    private void fulfil(
            Promise promise,
            InteractionHook hook,
            GuildMessageChannel place,
            boolean again,
            Texts texts) {
        var id = promise.eventId();
        var told = promise.privately() ? null : place;
        var reply = answers.begin(hook, id, told, texts.get(Key.ANSWER_PREPARING));
        var there = again ? requests.named(promise.request().getMetadata().getName()) : NONE;
        if (there.isPresent()) {
            reply.change(started(place, there.get().getSpec().threadID(), texts));
            return;
        }
        var threadId = thread(promise, place, reply.messageId(), again, texts);
        if (threadId == null && promise.privately()) {
            reply.change(Refusal.of(id, Key.ERROR_PRIVATE_FULL, texts));
            return;
        }
        var request = NewRequest.in(threadId, promise.request());
        reply.change(
                switch (submissions.submit(request, texts)) {
                    case Submissions.Outcome.Taken() -> started(place, threadId, texts);
                    case Submissions.Outcome.Failed(var explanation) -> explanation;
                });
    }

    /** The thread that it is drawn in; absent if the server has no room for a new one. */
    private @Nullable String thread(
            Promise promise,
            GuildMessageChannel place,
            long messageId,
            boolean again,
            Texts texts) {
        if (place instanceof ThreadChannel) {
            return place.getId();
        }
        var spec = promise.request().getSpec();
        var name =
                UserText.threadName(String.valueOf(spec.instruction()), texts.get(Key.THREAD_NAME));
        return promise.privately()
                ? NewThread.privately(
                        calls,
                        place,
                        String.valueOf(requireNonNull(spec.requester()).userID()),
                        name,
                        Long.parseLong(promise.eventId()),
                        again)
                : NewThread.from(calls, place, messageId, name);
    }

    private String started(GuildMessageChannel channel, @Nullable String threadId, Texts texts) {
        var place = "<#" + (threadId == null ? channel.getId() : threadId) + ">";
        return texts.get(Key.ANSWER_STARTED, place)
                + (threadId == null
                        ? "\n" + texts.get(Key.ERROR_THREADS_FULL)
                        : "\n-# " + texts.get(refining.in(channel)));
    }

    /** An acknowledgement may still be on its way when its sender is dead. */
    private boolean isAcknowledged(Promise promise, InteractionHook hook) {
        if (answers.isThere(hook)) {
            return true;
        }
        var rest = ACKNOWLEDGED_BY.minus(age(promise));
        if (rest.isNegative()) {
            return false;
        }
        try {
            Thread.sleep(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while an acknowledgement may come", e);
        }
        return answers.isThere(hook);
    }

    private Duration age(Promise promise) {
        var asked = TimeUtil.getTimeCreated(Long.parseLong(promise.eventId())).toInstant();
        return Duration.between(asked, clock.instant());
    }

    /** Then what failed here is for the next process, and nobody needs to be told. */
    private static boolean isEnding(JDA jda) {
        return Thread.currentThread().isInterrupted()
                || jda.getStatus() == JDA.Status.SHUTTING_DOWN
                || jda.getStatus() == JDA.Status.SHUTDOWN;
    }
}
