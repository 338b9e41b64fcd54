package dev.easel.bot.card;

import dev.easel.bot.discord.CustomId;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.jspecify.annotations.Nullable;

/**
 * What the card of one request shows: state, bar, place in the queue, why, and what can be pressed.
 * It holds no files, so that it may be edited at will.
 */
public record ControlCard(
        State state, Mark mark, String title, List<String> lines, List<Button> buttons) {
    private static final int INSTRUCTION_CHARS_MAX = 300;
    private static final int BAR_CELLS = 20;
    private static final int STEP_PERCENT = 5;

    /** What the request is doing, as far as its reader cares. */
    public enum State {
        WAITING(Key.CARD_WAITING, 0x95A5A6),
        WORKING(Key.CARD_WORKING, 0x3498DB),
        RETRYING(Key.CARD_RETRYING, 0xE67E22),
        SUSPENDED(Key.CARD_SUSPENDED, 0x95A5A6),
        CANCELLING(Key.CARD_CANCELLING, 0xE67E22),
        DONE(Key.CARD_DONE, 0x2ECC71),
        FAILED(Key.CARD_FAILED, 0xE74C3C),
        CANCELLED(Key.CARD_CANCELLED, 0x95A5A6),
        DELETED(Key.CARD_DELETED, 0x95A5A6);

        private final Key title;
        private final int colour;

        State(Key title, int colour) {
            this.title = title;
            this.colour = colour;
        }

        public boolean isFinal() {
            return this == DONE || this == FAILED || this == CANCELLED || this == DELETED;
        }

        boolean isCancellable() {
            return !isFinal() && this != CANCELLING;
        }
    }

    /** Two cards with the same mark are not worth an edit. */
    public record Mark(State state, @Nullable Phase phase, int step, int position, String reason) {}

    /**
     * @param live what api's stream said last; absent while it is out of reach, then the status of
     *     the resource is shown
     */
    public static ControlCard of(
            String uid,
            GenerationRequestSpec spec,
            GenerationRequestStatus status,
            @Nullable RequestProgress live,
            Texts texts) {
        var state = state(spec, status, live);
        var reason = reason(state, status, live);
        var percent = percent(status, live);
        var phase = phase(status, live);
        var queue = live == null ? null : live.queue();
        var lines = new ArrayList<String>();
        quote(spec).ifPresent(lines::add);
        switch (state) {
            case WAITING, RETRYING -> queueLine(queue, texts).ifPresent(lines::add);
            case WORKING -> lines.add(workLine(percent, phase, live, status, texts));
            case SUSPENDED, CANCELLING, DONE, FAILED, CANCELLED, DELETED -> {}
        }
        if (state != State.DONE && state != State.WORKING) {
            texts.sentence(reason).ifPresent(sentence -> lines.add("-# " + sentence));
        }
        var mark =
                new Mark(
                        state,
                        state == State.WORKING ? phase : null,
                        state == State.WORKING ? percent / STEP_PERCENT : 0,
                        queue == null || state == State.WORKING ? 0 : queue.position(),
                        state == State.WORKING ? "" : reason);
        return new ControlCard(
                state,
                mark,
                texts.get(state.title),
                List.copyOf(lines),
                buttons(uid, state, texts));
    }

    /** Of a request whose result was deleted before anyone saw it. */
    public static ControlCard deleted(String uid, GenerationRequestSpec spec, Texts texts) {
        return new ControlCard(
                State.DELETED,
                new Mark(State.DELETED, null, 0, 0, ""),
                texts.get(State.DELETED.title),
                quote(spec).stream().toList(),
                buttons(uid, State.DELETED, texts));
    }

    private static Optional<String> quote(GenerationRequestSpec spec) {
        return Optional.ofNullable(spec.instruction())
                .map(i -> "> " + UserText.escape(UserText.cut(i, INSTRUCTION_CHARS_MAX)));
    }

    public Container container() {
        return Container.of(
                        TextDisplay.of("### " + title + "\n" + String.join("\n", lines)),
                        ActionRow.of(buttons))
                .withAccentColor(state.colour);
    }

    private static State state(
            GenerationRequestSpec spec,
            GenerationRequestStatus status,
            @Nullable RequestProgress live) {
        var succeeded = status.condition(Condition.SUCCEEDED);
        var outcome = succeeded.map(Condition::status).orElse(ConditionStatus.UNKNOWN);
        var reason = succeeded.map(Condition::reason).orElse("");
        return switch (outcome) {
            case TRUE -> State.DONE;
            case FALSE -> is(Reason.CANCELLED, reason) ? State.CANCELLED : State.FAILED;
            case UNKNOWN -> {
                if (spec.desiredState() == DesiredState.CANCELLED
                        || is(Reason.CANCELLING, reason)) {
                    yield State.CANCELLING;
                }
                if (status.is(Condition.RESULT_STORED, ConditionStatus.TRUE)) {
                    yield State.DONE;
                }
                if (is(Reason.SUSPENDED, reason)) {
                    yield State.SUSPENDED;
                }
                boolean claimed =
                        live != null
                                ? live.status() == RequestStatus.PROCESSING
                                        || live.status() == RequestStatus.COMPLETED
                                : is(Reason.RUNNING, reason) || status.progress() != null;
                if (is(Reason.RETRYING, reason) && !claimed) {
                    yield State.RETRYING;
                }
                yield claimed ? State.WORKING : State.WAITING;
            }
        };
    }

    private static boolean is(Reason reason, String word) {
        return reason.word().equals(word);
    }

    /** The word that explains the state best: the stream's, else the narrowest condition's. */
    private static String reason(
            State state, GenerationRequestStatus status, @Nullable RequestProgress live) {
        var succeeded = status.condition(Condition.SUCCEEDED).map(Condition::reason);
        if (state == State.FAILED && status.failure() != null) {
            return status.failure().reason();
        }
        if (state != State.WAITING) {
            return state == State.CANCELLING
                    ? Reason.CANCELLING.word()
                    : succeeded.orElse(Reason.PENDING.word());
        }
        if (live != null && live.reason() != null) {
            return live.reason();
        }
        return status.condition(Condition.ADMITTED)
                .map(Condition::reason)
                .or(() -> succeeded)
                .orElse(Reason.PENDING.word());
    }

    private static int percent(GenerationRequestStatus status, @Nullable RequestProgress live) {
        int percent = 0;
        if (live != null) {
            percent = live.percent();
        } else if (status.progress() != null) {
            percent = status.progress().percent();
        }
        return Math.clamp(percent, 0, 100);
    }

    private static @Nullable Phase phase(
            GenerationRequestStatus status, @Nullable RequestProgress live) {
        if (live != null && live.phase() != null) {
            return live.phase();
        }
        return status.progress() == null ? null : Phase.valueOf(status.progress().phase().name());
    }

    private static Optional<String> queueLine(RequestProgress.@Nullable Queue queue, Texts texts) {
        if (queue == null) {
            return Optional.empty();
        }
        var place = texts.get(Key.CARD_QUEUE, queue.position(), queue.length());
        return Optional.of(
                queue.etaSeconds() == null
                        ? place
                        : place + " · " + eta(queue.etaSeconds(), texts));
    }

    private static String workLine(
            int percent,
            @Nullable Phase phase,
            @Nullable RequestProgress live,
            GenerationRequestStatus status,
            Texts texts) {
        var bar = new StringBuilder(bar(percent)).append(" ").append(percent).append(" %");
        var parts = new ArrayList<String>();
        if (phase != null) {
            parts.add(texts.get(phaseKey(phase)));
        }
        if (live != null && live.etaSeconds() != null) {
            parts.add(eta(live.etaSeconds(), texts));
        }
        if (status.attempt() != null && status.attempt() > 1) {
            parts.add(texts.get(Key.CARD_ATTEMPT, status.attempt()));
        }
        return parts.isEmpty() ? bar.toString() : bar + "\n-# " + String.join(" · ", parts);
    }

    private static String eta(int seconds, Texts texts) {
        return texts.get(Key.CARD_ETA, texts.duration(Duration.ofSeconds(seconds)));
    }

    private static String bar(int percent) {
        int full = percent * BAR_CELLS / 100;
        return "▰".repeat(full) + "▱".repeat(BAR_CELLS - full);
    }

    private static Key phaseKey(Phase phase) {
        return switch (phase) {
            case CLAIMING -> Key.PHASE_CLAIMING;
            case RESEARCHING -> Key.PHASE_RESEARCHING;
            case COMPOSING -> Key.PHASE_COMPOSING;
            case FREEING_MEMORY -> Key.PHASE_FREEING;
            case RENDERING -> Key.PHASE_RENDERING;
            case STORING -> Key.PHASE_STORING;
            case FINISHED -> Key.PHASE_FINISHED;
        };
    }

    /** Details is always there: its id is also how the card is found again after a restart. */
    private static List<Button> buttons(String uid, State state, Texts texts) {
        var cancel =
                state.isCancellable()
                        ? Stream.of(
                                Button.danger(
                                        id(CustomId.Action.CANCEL, uid),
                                        texts.get(Key.BUTTON_CANCEL)))
                        : Stream.<Button>empty();
        var retry =
                state == State.CANCELLED
                        ? Stream.of(
                                Button.primary(
                                        id(CustomId.Action.RETRY, uid),
                                        texts.get(Key.BUTTON_RETRY)))
                        : Stream.<Button>empty();
        var details =
                Button.secondary(id(CustomId.Action.DETAILS, uid), texts.get(Key.BUTTON_DETAILS));
        return Stream.of(cancel, retry, Stream.of(details)).flatMap(b -> b).toList();
    }

    private static String id(CustomId.Action action, String uid) {
        return new CustomId(action, uid, CustomId.CARD).text();
    }
}
