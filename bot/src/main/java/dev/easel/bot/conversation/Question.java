package dev.easel.bot.conversation;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;

/**
 * Asks whether a sentence written outside of any thread changes the author's latest picture or
 * begins a new one. The buttons' ids say whose sentence it is and where the picture is; the
 * sentence itself stays in the message.
 */
record Question(Choice choice, String userId, String messageId, String threadId) {
    /** What can be answered. */
    enum Choice {
        LATEST("ask-latest"),
        FRESH("ask-fresh");

        private final String word;

        Choice(String word) {
            this.word = word;
        }
    }

    private static final Pattern FORM =
            Pattern.compile(
                    "v1\\|(ask-latest|ask-fresh)\\|([0-9]{1,20})\\|([0-9]{1,20})\\|([0-9]{1,20})");

    static Optional<Question> parse(String id) {
        var form = FORM.matcher(id);
        return form.matches()
                ? Optional.of(
                        new Question(
                                form.group(1).equals(Choice.LATEST.word)
                                        ? Choice.LATEST
                                        : Choice.FRESH,
                                form.group(2),
                                form.group(3),
                                form.group(4)))
                : Optional.empty();
    }

    String id() {
        return "v1|" + choice.word + "|" + userId + "|" + messageId + "|" + threadId;
    }

    static List<MessageTopLevelComponent> components(
            String userId, String messageId, String threadId, Texts texts) {
        return List.of(
                TextDisplay.of(texts.get(Key.ASK_TEXT, "<#" + threadId + ">")),
                ActionRow.of(
                        Button.primary(
                                new Question(Choice.LATEST, userId, messageId, threadId).id(),
                                texts.get(Key.ASK_LATEST)),
                        Button.secondary(
                                new Question(Choice.FRESH, userId, messageId, threadId).id(),
                                texts.get(Key.ASK_FRESH))));
    }
}
