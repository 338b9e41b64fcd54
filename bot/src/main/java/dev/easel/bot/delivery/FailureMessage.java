package dev.easel.bot.delivery;

import dev.easel.bot.discord.CustomId;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.util.ArrayList;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;

/** Tells why there is no picture: what happened, why, what to do, and a way to try again. */
record FailureMessage(String uid, String reason, String message, Texts texts) {
    /** Takes the place of the first result message: a request has one or the other. */
    static final String PLACE = "0";

    private static final int COLOUR = 0xE74C3C;
    private static final int MESSAGE_CHARS_MAX = 600;

    static FailureMessage of(String uid, GenerationRequestStatus status, Texts texts) {
        var failure = status.failure();
        var succeeded = status.condition(Condition.SUCCEEDED);
        var reason = succeeded.map(Condition::reason).orElse(Reason.INTERNAL_ERROR.word());
        var message = succeeded.map(Condition::message).orElse("");
        if (failure != null) {
            reason = failure.reason();
            message = failure.message();
        } else if (reason.equals(Reason.REJECTED.word())) {
            // The refusal itself says only that it was refused; api's condition says why.
            var refusal =
                    status.condition(Condition.ACCEPTED)
                            .filter(c -> c.status() == ConditionStatus.FALSE);
            reason = refusal.map(Condition::reason).orElse(reason);
            message = refusal.map(Condition::message).orElse(message);
        }
        return new FailureMessage(uid, reason, message, texts);
    }

    Container container() {
        var explanation = texts.explanation(reason);
        var lines = new ArrayList<String>();
        lines.add("### " + texts.get(Key.FAILURE_TITLE));
        lines.add(explanation.what());
        lines.add("**" + texts.get(Key.FAILURE_WHY) + "** " + explanation.why());
        lines.add("**" + texts.get(Key.FAILURE_DO) + "** " + explanation.remedy());
        if (!message.isBlank()) {
            lines.add(
                    "-# "
                            + texts.get(Key.FAILURE_MESSAGE)
                            + ": "
                            + UserText.escape(UserText.cut(message, MESSAGE_CHARS_MAX)));
        }
        lines.add("-# " + texts.get(Key.FAILURE_ID) + ": `" + uid.substring(0, 8) + "`");
        return Container.of(
                        TextDisplay.of(String.join("\n", lines)),
                        ActionRow.of(
                                Button.primary(
                                        id(CustomId.Action.RETRY), texts.get(Key.BUTTON_RETRY)),
                                Button.secondary(
                                        id(CustomId.Action.DETAILS),
                                        texts.get(Key.BUTTON_DETAILS))))
                .withAccentColor(COLOUR);
    }

    private String id(CustomId.Action action) {
        return new CustomId(action, uid, PLACE).text();
    }
}
