package dev.easel.bot.delivery;

import dev.easel.bot.card.ControlCard;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.discord.Targets.Target;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.DeliveryRecord;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.RequestProgress;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one request from its creation to its delivery, on a virtual thread of its own. It keeps
 * nothing that a new follower could not read from the resource and the thread.
 */
final class Follower implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Follower.class);

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int QUIET_FAILURES = 2;
    private static final int REFUSALS_MAX = 5;

    private final Tools tools;
    private final String uid;
    private final ArrayBlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
    private final Backoff backoff = new Backoff();
    private final Card card;

    private volatile GenerationRequest request;
    private volatile @Nullable RequestProgress live;
    private volatile boolean stopped;
    private @Nullable OwnMessages own;
    private @Nullable Thread stream;

    Follower(Tools tools, GenerationRequest request) {
        this.tools = tools;
        this.request = request;
        this.uid = request.getMetadata().getUid();
        var delivery = request.getSpec().delivery();
        var given =
                delivery == null || delivery.discord() == null
                        ? null
                        : delivery.discord().cardMessageID();
        this.card = new Card(tools.calls(), tools.meters(), tools.clock(), uid, given);
    }

    void update(GenerationRequest newer) {
        request = newer;
        wake.offer(true);
    }

    /** The request was deleted: there is nothing to follow any more. */
    void stop() {
        stopped = true;
        wake.offer(true);
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void run() {
        try {
            while (!stopped && !Thread.currentThread().isInterrupted()) {
                var pause = act();
                if (pause.isEmpty()) {
                    return;
                }
                wake.poll(pause.get().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (stream != null) {
                stream.interrupt();
            }
        }
    }

    /** One look at the request; answers how long to wait for the next, or nothing when done. */
    private Optional<Duration> act() throws InterruptedException {
        var seen = request;
        try {
            return switch (Step.of(seen)) {
                case Step.Ignore() -> Optional.empty();
                case Step.MarkNotRequested() ->
                        settle(seen, ConditionStatus.TRUE, Reason.NOT_REQUESTED, null);
                case Step.Follow(var where) -> follow(seen, where);
                case Step.PostResult(var where) -> deliver(seen, where);
                case Step.PostFailure(var where) -> deliver(seen, where);
                case Step.CloseCard(var where) -> deliver(seen, where);
            };
        } catch (DiscordFailure e) {
            return failed(seen, e);
        } catch (ApiUnavailable e) {
            return failed(seen, Reason.API_UNAVAILABLE.word(), String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            // The watch will tell the state again; the posts are found in the thread.
            log.atWarn()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("status", e.getCode())
                    .log("delivery not written down yet");
            return Optional.of(backoff.next());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            log.atError().addKeyValue("request.id", uid).setCause(e).log("delivery failed");
            return failed(seen, Reason.INTERNAL_ERROR.word(), e.getClass().getSimpleName());
        }
    }

    private Optional<Duration> follow(GenerationRequest seen, Delivery.Discord where)
            throws InterruptedException {
        startStream();
        return switch (tools.targets().find(where, guildId(seen))) {
            case Target.Open(var channel) -> {
                card.find(own(channel, seen));
                var pause = card.show(channel, draw(seen, channel), IDLE);
                backoff.reset();
                yield Optional.of(pause);
            }
            case Target.Unknown() -> Optional.of(backoff.next());
            case Target.Gone() -> gone(seen);
        };
    }

    private Optional<Duration> deliver(GenerationRequest seen, Delivery.Discord where)
            throws InterruptedException {
        return switch (tools.targets().find(where, guildId(seen))) {
            case Target.Open(var channel) -> {
                // Read anew for each try: the last one may have posted and not heard of it.
                own = null;
                var posted = own(channel, seen);
                card.find(posted);
                var texts = texts(seen, channel);
                var ids =
                        switch (Step.of(seen)) {
                            case Step.PostResult _ ->
                                    tools.posts().result(uid, channel, posted, texts);
                            case Step.PostFailure _ ->
                                    tools.posts()
                                            .failure(
                                                    FailureMessage.of(uid, status(seen), texts),
                                                    channel,
                                                    posted);
                            default ->
                                    card.messageId() == null
                                            ? List.<String>of()
                                            : List.of(card.messageId());
                        };
                finishCard(seen, channel);
                yield settle(
                        seen,
                        ConditionStatus.TRUE,
                        Reason.POSTED,
                        new DeliveryRecord(channel.getId(), ids));
            }
            case Target.Unknown() -> Optional.of(backoff.next());
            case Target.Gone() -> gone(seen);
        };
    }

    /** The pictures are there; a card that cannot be edited must not have them posted again. */
    private void finishCard(GenerationRequest seen, GuildMessageChannel channel) {
        try {
            card.finish(channel, draw(seen, channel));
        } catch (DiscordFailure e) {
            log.atWarn()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("discord.code", e.code())
                    .log("last state of the card not shown");
        }
    }

    private Optional<Duration> gone(GenerationRequest seen) throws InterruptedException {
        return settle(seen, ConditionStatus.FALSE, Reason.TARGET_GONE, null);
    }

    private Optional<Duration> failed(GenerationRequest seen, DiscordFailure e)
            throws InterruptedException {
        return switch (e.kind()) {
            case GONE -> gone(seen);
            case RATE_LIMITED ->
                    failed(seen, Reason.RATE_LIMITED.word(), "Discord's rate limit lasts");
            case UNAVAILABLE, LATE, TAKEN, THREAD_EXISTS, THREADS_FULL, MESSAGE_GONE, FORBIDDEN ->
                    failed(seen, Integer.toString(e.code()), String.valueOf(e.getMessage()));
            case REFUSED, TOO_LARGE -> {
                var pause =
                        failed(seen, Integer.toString(e.code()), String.valueOf(e.getMessage()));
                yield backoff.failures() > REFUSALS_MAX ? Optional.empty() : pause;
            }
        };
    }

    /** Writes a failure down once it is more than a hiccup, and tries again later. */
    private Optional<Duration> failed(GenerationRequest seen, String code, String message) {
        var pause = backoff.next();
        log.atWarn()
                .addKeyValue("request.id", uid)
                .addKeyValue("code", code)
                .addKeyValue("cause", message)
                .log("delivery not possible yet");
        boolean finished = !(Step.of(seen) instanceof Step.Follow);
        var reason =
                code.equals(Reason.RATE_LIMITED.word())
                        ? Reason.RATE_LIMITED
                        : Reason.DELIVERY_FAILED;
        boolean written =
                status(seen)
                        .condition(Condition.DELIVERED)
                        .filter(c -> c.reason().equals(reason.word()))
                        .isPresent();
        if (finished && !written && backoff.failures() > QUIET_FAILURES) {
            write(seen, ConditionStatus.FALSE, reason, message, null);
        }
        return Optional.of(pause);
    }

    private Optional<Duration> settle(
            GenerationRequest seen,
            ConditionStatus status,
            Reason reason,
            @Nullable DeliveryRecord record)
            throws InterruptedException {
        while (true) {
            try {
                write(seen, status, reason, sentence(reason), record);
                return Optional.empty();
            } catch (KubernetesClientException e) {
                log.atWarn()
                        .addKeyValue("request.id", uid)
                        .addKeyValue("status", e.getCode())
                        .log("delivery not written down yet");
                TimeUnit.MILLISECONDS.sleep(backoff.next().toMillis());
            }
        }
    }

    private static String sentence(Reason reason) {
        return switch (reason) {
            case POSTED -> "posted on Discord";
            case NOT_REQUESTED -> "nobody asked for it on Discord";
            case TARGET_GONE -> "the thread or channel does not exist any more";
            default -> reason.word();
        };
    }

    private void write(
            GenerationRequest seen,
            ConditionStatus status,
            Reason reason,
            String message,
            @Nullable DeliveryRecord record) {
        var condition =
                Condition.next(
                        status(seen).condition(Condition.DELIVERED).orElse(null),
                        Condition.DELIVERED,
                        status,
                        reason,
                        message,
                        seen.getMetadata().getGeneration(),
                        tools.clock().instant());
        tools.requests().markDelivered(seen, condition, record);
        tools.meters().counter("easel.bot.deliveries", "outcome", reason.word()).increment();
        log.atInfo()
                .addKeyValue("request.id", uid)
                .addKeyValue("reason", reason.word())
                .log("delivery written down");
    }

    private OwnMessages own(GuildMessageChannel channel, GenerationRequest seen) {
        if (own == null) {
            var since = Instant.parse(seen.getMetadata().getCreationTimestamp());
            own = OwnMessages.read(tools.calls(), channel, uid, since.minusSeconds(60));
        }
        return own;
    }

    private ControlCard draw(GenerationRequest seen, GuildMessageChannel channel) {
        return ControlCard.of(uid, seen.getSpec(), status(seen), live, texts(seen, channel));
    }

    private void startStream() {
        if (stream == null) {
            stream =
                    Thread.ofVirtual()
                            .name("progress-" + uid)
                            .start(() ->
                                    tools.api()
                                            .follow(
                                                    uid,
                                                    progress -> {
                                                        live = progress;
                                                        wake.offer(true);
                                                    }));
        }
    }

    private static GenerationRequestStatus status(GenerationRequest request) {
        return request.getStatus() == null ? GenerationRequestStatus.EMPTY : request.getStatus();
    }

    private static @Nullable String guildId(GenerationRequest request) {
        var requester = request.getSpec().requester();
        return requester == null ? null : requester.tenant();
    }

    /** The requester's language, else the server's. */
    private static Texts texts(GenerationRequest request, GuildMessageChannel channel) {
        var requester = request.getSpec().requester();
        return Texts.of(
                requester != null && requester.locale() != null
                        ? requester.locale()
                        : channel.getGuild().getLocale().getLocale());
    }
}
