package dev.easel.bot.delivery;

import dev.easel.bot.discord.CustomId;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;

/** The buttons under a result: for all of it, and with several pictures for each of them. */
record ResultButtons(String uid, String place, int first, int pictures, Texts texts) {
    List<ActionRow> rows(boolean offerNewThread) {
        var rows = new ArrayList<ActionRow>();
        var main = new ArrayList<Button>();
        main.add(Button.primary(id(CustomId.Action.REFINE, place), texts.get(Key.BUTTON_REFINE)));
        main.add(Button.secondary(id(CustomId.Action.REROLL, place), texts.get(Key.BUTTON_REROLL)));
        if (pictures == 1) {
            var index = Integer.toString(first);
            main.add(Button.secondary(id(CustomId.Action.VARY, index), texts.get(Key.BUTTON_VARY)));
            main.add(
                    Button.secondary(
                            id(CustomId.Action.UPSCALE, index), texts.get(Key.BUTTON_UPSCALE)));
        }
        main.add(
                Button.secondary(
                        id(CustomId.Action.DETAILS, place), texts.get(Key.BUTTON_DETAILS)));
        rows.add(ActionRow.of(main));
        if (pictures > 1) {
            rows.add(each(CustomId.Action.VARY, Key.BUTTON_VARY_ONE));
            rows.add(each(CustomId.Action.UPSCALE, Key.BUTTON_UPSCALE_ONE));
        }
        var last = new ArrayList<Button>();
        if (offerNewThread) {
            last.add(
                    Button.secondary(
                            id(CustomId.Action.CONTINUE, place), texts.get(Key.BUTTON_CONTINUE)));
        }
        last.add(Button.secondary(id(CustomId.Action.DELETE, place), texts.get(Key.BUTTON_DELETE)));
        rows.add(ActionRow.of(last));
        return rows;
    }

    private ActionRow each(CustomId.Action action, Key label) {
        var buttons = new ArrayList<Button>();
        for (int i = 0; i < pictures; i++) {
            var id = id(action, Integer.toString(first + i));
            buttons.add(Button.secondary(id, texts.get(label, first + i + 1)));
        }
        return ActionRow.of(buttons);
    }

    private String id(CustomId.Action action, String place) {
        return new CustomId(action, uid, place).text();
    }
}
