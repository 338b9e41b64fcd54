package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;

/** Names what a request without an instruction does; a word of a newer peer stays as it is. */
final class ActionText {
    private ActionText() {}

    static String of(String action, Texts texts) {
        return switch (action) {
            case "Refine" -> texts.get(Key.BUTTON_REFINE);
            case "Reroll" -> texts.get(Key.BUTTON_REROLL);
            case "Vary" -> texts.get(Key.BUTTON_VARY);
            case "Upscale" -> texts.get(Key.BUTTON_UPSCALE);
            case "Restore" -> texts.get(Key.ACTION_RESTORE);
            case "Replay" -> texts.get(Key.ACTION_REPLAY);
            default -> UserText.escape(action);
        };
    }
}
