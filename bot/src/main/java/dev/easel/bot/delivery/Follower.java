package dev.easel.bot.delivery;

import dev.easel.bot.card.ControlCard;
import dev.easel.bot.discord.Access;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.discord.Targets.Target;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.RequestSource;
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

    private final Tools tools;
    private final String uid;
    private final ArrayBlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
    private final Backoff backoff;
    private final Card card;

    private volatile GenerationRequest request;
    private volatile @Nullable RequestProgress live;
    private volatile boolean stopped;
    private volatile boolean draining;
    private volatile boolean accessChanged;
    private boolean foundGone;
    private @Nullable Step failedStep;
    private @Nullable OwnMessages own;
    private @Nullable Thread stream;

    /**
     * @param fresh whether no process can have shown anything of this request yet
     */
    Follower(Tools tools, GenerationRequest request, boolean fresh) {
        this.tools = tools;
        this.request = request;
        this.uid = request.getMetadata().getUid();
        this.backoff = new Backoff(tools.pace());
        this.own = fresh ? OwnMessages.none() : null;
        var delivery = request.getSpec().delivery();
        var given =
                delivery == null || delivery.discord() == null
                        ? null
                        : delivery.discord().cardMessageID();
        this.card = new Card(tools, uid, given, () -> wake.offer(true));
    }

    void update(GenerationRequest newer) {
        request = newer;
        wake.offer(true);
    }

    /** The request was deleted, or another process goes on: nothing more is to be done here. */
    void stop() {
        stopped = true;
        wake.offer(true);
    }

    /** What is being posted is posted; nothing new is begun. */
    void drain() {
        draining = true;
        wake.offer(true);
    }

    /** What failed for want of a permission may work now. */
    void accessChanged() {
        accessChanged = true;
        wake.offer(true);
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void run() {
        try {
            while (!stopped && !Thread.currentThread().isInterrupted()) {
                if (draining && !Step.of(request).isForPosting()) {
                    return;
                }
                accessChanged = false;
                var pause = act();
                if (pause.isEmpty() || draining) {
                    return;
                }
                await(pause.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (stream != null) {
                stream.interrupt();
            }
        }
    }

    /** After a failure only a change of what is to be done cuts the pause short, or of access. */
    private void await(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (true) {
            var woken = wake.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (woken == null
                    || stopped
                    || draining
                    || accessChanged
                    || !Step.of(request).equals(failedStep)) {
                return;
            }
        }
    }

    /** One look at the request; answers how long to wait for the next, or nothing when done. */
    private Optional<Duration> act() throws InterruptedException {
        var seen = request;
        failedStep = null;
        try {
            return switch (Step.of(seen)) {
                case Step.Ignore() -> Optional.empty();
                case Step.MarkNotRequested() -> {
                    tools.ledger().notRequested(seen);
                    yield Optional.empty();
                }
                case Step.Follow(var where) -> follow(seen, where);
                case Step.PostResult(var where) -> deliver(seen, where);
                case Step.PostFailure(var where) -> deliver(seen, where);
                case Step.CloseCard(var where) -> deliver(seen, where);
            };
        } catch (DiscordFailure e) {
            return failed(seen, Setback.of(e));
        } catch (ApiUnavailable e) {
            return failed(seen, Setback.passing(String.valueOf(e.getMessage())));
        } catch (KubernetesClientException e) {
            // The watch will tell the state again; the posts are found in the thread.
            log.atWarn()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("status", e.getCode())
                    .log("delivery not written down yet");
            failedStep = Step.of(seen);
            return Optional.of(backoff.next());
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            log.atError().addKeyValue("request.id", uid).setCause(e).log("delivery failed");
            return failed(seen, Setback.passing(e.getClass().getSimpleName()));
        }
    }

    private Optional<Duration> follow(GenerationRequest seen, Delivery.Discord where)
            throws InterruptedException {
        startStream();
        return switch (target(seen, where)) {
            case Target.Open(var channel) -> {
                Access.check(channel);
                card.find(own(channel, seen));
                var pause = card.show(channel, draw(seen, channel), IDLE);
                tools.ledger().notAttempted(seen);
                backoff.reset();
                yield Optional.of(pause);
            }
            case Target.Unknown() -> later(seen);
            case Target.Gone() -> gone(seen);
        };
    }

    private Optional<Duration> deliver(GenerationRequest seen, Delivery.Discord where)
            throws InterruptedException {
        return switch (target(seen, where)) {
            case Target.Open(var channel) -> {
                Access.check(channel);
                if (Step.of(seen) instanceof Step.PostResult && !tools.pictures().shows(channel)) {
                    yield failed(seen, Setback.AGE_RESTRICTION_MISSING);
                }
                // Read anew for each try: the last one may have posted and not heard of it.
                own = null;
                var posted = own(channel, seen);
                Optional<List<String>> ids;
                try {
                    ids = post(seen, channel, posted);
                } catch (Posts.PictureMissing e) {
                    if (backoff.failures() < Setback.SOME) {
                        yield failed(seen, Setback.passing(String.valueOf(e.getMessage())));
                    }
                    ids = Optional.empty();
                }
                if (ids.isEmpty()) {
                    finishCard(
                            ControlCard.deleted(uid, seen.getSpec(), texts(seen, channel)),
                            channel,
                            posted);
                    yield failed(seen, Setback.RESULT_GONE);
                }
                finishCard(draw(seen, channel), channel, posted);
                tools.ledger().posted(seen, channel.getId(), ids.get());
                yield Optional.empty();
            }
            case Target.Unknown() -> later(seen);
            case Target.Gone() -> gone(seen);
        };
    }

    /** The ids of the messages that tell the outcome; nothing if there is none left to tell. */
    private Optional<List<String>> post(
            GenerationRequest seen, GuildMessageChannel channel, OwnMessages posted)
            throws InterruptedException {
        var reader = Reader.of(seen, channel, tools.clock().instant());
        return switch (Step.of(seen)) {
            case Step.PostResult _ ->
                    tools.posts().result(uid, channel, posted, tools.pictures(), reader);
            case Step.PostFailure _ ->
                    Optional.of(
                            tools.posts()
                                    .failure(FailureMessage.of(seen, reader), channel, posted));
            default -> Optional.of(closed(posted));
        };
    }

    /** The card is all the answer that a cancelled request gets. */
    private List<String> closed(OwnMessages posted) {
        card.find(posted);
        return card.messageId().map(List::of).orElse(List.of());
    }

    /** The pictures are there; a card that cannot be edited must not have them posted again. */
    private void finishCard(ControlCard last, GuildMessageChannel channel, OwnMessages posted) {
        try {
            card.find(posted);
            card.finish(channel, last);
        } catch (DiscordFailure e) {
            log.atWarn()
                    .addKeyValue("request.id", uid)
                    .addKeyValue("discord.code", e.code())
                    .log("last state of the card not shown");
        }
    }

    /** The client knows no place for a moment while its session ends: a second look must agree. */
    private Optional<Duration> gone(GenerationRequest seen) {
        if (foundGone) {
            return failed(seen, Setback.TARGET_GONE);
        }
        foundGone = true;
        return later(seen);
    }

    private Optional<Duration> later(GenerationRequest seen) {
        failedStep = Step.of(seen);
        return Optional.of(backoff.next());
    }

    /** Writes a failure down once readers should know of it, and says when to try again. */
    private Optional<Duration> failed(GenerationRequest seen, Setback setback) {
        if (stopped) {
            return Optional.empty();
        }
        var pause = later(seen);
        log.atWarn()
                .addKeyValue("request.id", uid)
                .addKeyValue("reason", setback.reason().word())
                .addKeyValue("cause", setback.message())
                .log("delivery not possible yet");
        if (setback.equals(Setback.TOKEN_REFUSED)) {
            tools.tokenRefused().run();
        }
        boolean over = setback.isOver(backoff.failures());
        if ((over || failedStep instanceof Step s && s.isForPosting())
                && setback.isWorthTelling(backoff.failures())) {
            try {
                tools.ledger().notPosted(seen, setback);
            } catch (KubernetesClientException e) {
                log.atWarn()
                        .addKeyValue("request.id", uid)
                        .addKeyValue("status", e.getCode())
                        .log("delivery not written down yet");
                return pause;
            }
        }
        return over ? Optional.empty() : pause;
    }

    private OwnMessages own(GuildMessageChannel channel, GenerationRequest seen) {
        if (own == null) {
            // Nothing of a request is older than itself; a minute for clocks that differ.
            var since = Instant.parse(seen.getMetadata().getCreationTimestamp()).minusSeconds(60);
            own = OwnMessages.read(tools.calls(), channel, uid, since);
        }
        return own;
    }

    private ControlCard draw(GenerationRequest seen, GuildMessageChannel channel) {
        return ControlCard.of(uid, seen.getSpec(), Ledger.status(seen), live, texts(seen, channel));
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

    /** What came over REST goes to its own server only, whose key it came with. */
    private Target target(GenerationRequest seen, Delivery.Discord where) {
        var target = tools.targets().find(where, guildId(seen));
        if (!(target instanceof Target.Gone)) {
            foundGone = false;
        }
        var requester = seen.getSpec().requester();
        boolean foreign =
                target instanceof Target.Open(var channel)
                        && requester != null
                        && requester.source() == RequestSource.API
                        && !channel.getGuild().getId().equals(requester.tenant());
        if (foreign) {
            foundGone = true;
            return new Target.Gone();
        }
        return target;
    }

    private static @Nullable String guildId(GenerationRequest request) {
        var requester = request.getSpec().requester();
        return requester == null ? null : requester.tenant();
    }

    private Texts texts(GenerationRequest request, GuildMessageChannel channel) {
        return Reader.of(request, channel, tools.clock().instant()).texts();
    }
}
