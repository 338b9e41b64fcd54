package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import java.util.List;
import java.util.function.Supplier;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Private answers that api is asked for. They are promised first, since api may take longer than
 * Discord waits.
 */
record ApiAnswers(Answers answers) {
    private static final Logger log = LoggerFactory.getLogger(ApiAnswers.class);

    void text(IReplyCallback event, Texts texts, Supplier<String> text) {
        parts(event, texts, () -> List.of(TextDisplay.of(UserText.message(text.get()))));
    }

    void parts(IReplyCallback event, Texts texts, Supplier<List<MessageTopLevelComponent>> parts) {
        answers.defer(event, true).ifPresent(hook -> show(event, hook, texts, parts));
    }

    /** The answer takes the place of the message whose button was pressed. */
    void turned(
            ButtonInteractionEvent event,
            Texts texts,
            Supplier<List<MessageTopLevelComponent>> parts) {
        if (answers.deferEdit(event)) {
            show(event, InteractionHook.from(event.getJDA(), event.getToken()), texts, parts);
        }
    }

    private void show(
            IReplyCallback event,
            InteractionHook hook,
            Texts texts,
            Supplier<List<MessageTopLevelComponent>> parts) {
        var shown = asked(event, texts, parts);
        answers.edit(hook, () -> shown);
    }

    private static List<MessageTopLevelComponent> asked(
            IReplyCallback event, Texts texts, Supplier<List<MessageTopLevelComponent>> parts) {
        try {
            return parts.get();
        } catch (ApiUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("api not reached for an answer");
            return List.of(TextDisplay.of(Refusal.of(event.getId(), Key.ERROR_API, texts)));
        }
    }
}
