package dev.easel.bot.delivery;

import dev.easel.bot.discord.CustomId;
import dev.easel.bot.text.Concrete;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Duration;
import java.util.ArrayList;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.jspecify.annotations.Nullable;

/**
 * Tells why there is no picture, in the reader's language: what happened, why, what to do, and a
 * way to try again. The technical message of the failure is for Details.
 */
record FailureMessage(String uid, String reason, Concrete values, int attempts, Reader reader) {
    /** Takes the place of the first result message: a request has one or the other. */
    static final String PLACE = "0";

    private static final int COLOUR = 0xE74C3C;

    static FailureMessage of(GenerationRequest request, Reader reader) {
        var texts = reader.texts();
        var status =
                request.getStatus() == null ? GenerationRequestStatus.EMPTY : request.getStatus();
        var reason = reason(status);
        var spec = request.getSpec();
        // api says what a refusal is about; of other failures the request tells what was asked.
        var values =
                status.refusal().isEmpty() || status.failure() != null
                        ? asked(reason, spec, status, texts)
                        : Concrete.of(status.refusal(), texts);
        return new FailureMessage(
                request.getMetadata().getUid(),
                reason,
                values,
                status.attempt() == null ? 0 : status.attempt(),
                reader);
    }

    private static String reason(GenerationRequestStatus status) {
        var failure = status.failure();
        if (failure != null) {
            return failure.reason();
        }
        var reason =
                status.condition(Condition.SUCCEEDED)
                        .map(Condition::reason)
                        .orElse(Reason.INTERNAL_ERROR.word());
        // The refusal itself says only that it was refused; api's condition says why.
        return reason.equals(Reason.REJECTED.word())
                ? status.condition(Condition.ACCEPTED)
                        .filter(c -> c.status() == ConditionStatus.FALSE)
                        .map(Condition::reason)
                        .orElse(reason)
                : reason;
    }

    /** What the request itself says about the value at fault. */
    private static Concrete asked(
            String reason,
            GenerationRequestSpec spec,
            GenerationRequestStatus status,
            Texts texts) {
        return switch (Reason.of(reason).orElse(Reason.INTERNAL_ERROR)) {
            case QUEUE_TIMEOUT -> seconds(spec.queueTimeoutSeconds(), texts);
            case RUN_TIMEOUT -> seconds(spec.runTimeoutSeconds(), texts);
            case ATTEMPTS_EXHAUSTED ->
                    value(status.attempt() == null ? null : status.attempt().toString());
            case POOL_NOT_FOUND -> name(spec.poolRef() == null ? null : spec.poolRef().name());
            case MODEL_NOT_FOUND ->
                    name(spec.parameters() == null ? null : spec.parameters().model());
            case SAMPLER_NOT_FOUND ->
                    name(spec.parameters() == null ? null : spec.parameters().sampler());
            case SCHEDULER_NOT_FOUND ->
                    name(spec.parameters() == null ? null : spec.parameters().scheduler());
            default -> Concrete.NOTHING;
        };
    }

    private static Concrete seconds(@Nullable Integer seconds, Texts texts) {
        return value(seconds == null ? null : texts.duration(Duration.ofSeconds(seconds)));
    }

    private static Concrete name(@Nullable String name) {
        return value(name == null ? null : UserText.code(name));
    }

    private static Concrete value(@Nullable String value) {
        return value == null ? Concrete.NOTHING : Concrete.NOTHING.with(Concrete.VALUE, value);
    }

    Container container() {
        var texts = reader.texts();
        return Container.of(
                        TextDisplay.of(text()),
                        ActionRow.of(
                                Button.primary(
                                        id(CustomId.Action.RETRY), texts.get(Key.BUTTON_RETRY)),
                                Button.secondary(
                                        id(CustomId.Action.DETAILS),
                                        texts.get(Key.BUTTON_DETAILS))))
                .withAccentColor(COLOUR);
    }

    String text() {
        var texts = reader.texts();
        var explanation = texts.explanation(reason, values);
        var lines = new ArrayList<String>();
        lines.add("### " + texts.get(Key.FAILURE_TITLE) + reader.call());
        lines.add(explanation.what());
        lines.add("**" + texts.get(Key.FAILURE_WHY) + "** " + explanation.why());
        lines.add("**" + texts.get(Key.FAILURE_DO) + "** " + explanation.remedy());
        var tried = attempts > 1 ? texts.get(Key.FAILURE_ATTEMPTS, attempts) + " · " : "";
        var id = texts.get(Key.FAILURE_ID, "`" + uid.substring(0, 8) + "`");
        lines.add("-# " + tried + id);
        return String.join("\n", lines);
    }

    private String id(CustomId.Action action) {
        return new CustomId(action, uid, PLACE).text();
    }
}
