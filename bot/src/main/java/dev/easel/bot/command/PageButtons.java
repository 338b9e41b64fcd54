package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.function.IntFunction;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;

/** The buttons that turn pages. Their ids hold all that a page needs, so they work for ever. */
final class PageButtons {
    private PageButtons() {}

    /**
     * @param number of the page that is shown, from 0
     * @param id of the page with a number
     */
    static ActionRow of(int number, boolean more, IntFunction<String> id, Texts texts) {
        // At the ends the ids must differ all the same.
        var previous =
                Button.secondary(id.apply(Math.max(0, number - 1)), texts.get(Key.PAGE_PREVIOUS));
        var next = Button.secondary(id.apply(number + 1), texts.get(Key.PAGE_NEXT));
        return ActionRow.of(previous.withDisabled(number == 0), next.withDisabled(!more));
    }
}
