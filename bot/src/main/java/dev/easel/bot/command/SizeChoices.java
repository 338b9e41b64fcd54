package dev.easel.bot.command;

import dev.easel.bot.request.Size;
import dev.easel.bot.request.Size.Form;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.ModelFamily;
import java.util.LinkedHashMap;
import java.util.List;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import org.jspecify.annotations.Nullable;

/** Which sizes could be meant by what was typed. */
final class SizeChoices {
    private SizeChoices() {}

    /**
     * @param model the one that is named beside it; without one, the sizes of both kinds of models
     *     are offered
     */
    static List<Choice> of(String typed, @Nullable String model, Texts texts) {
        var family = ModelFamily.ofCheckpoint(model);
        var labels = new LinkedHashMap<Size, String>();
        for (var form : Form.values()) {
            labels.put(form.of(family), label(form, form.of(family), texts));
        }
        if (family == ModelFamily.UNKNOWN) {
            for (var form : Form.values()) {
                var large = form.of(ModelFamily.SDXL);
                labels.put(large, texts.get(Key.SIZE_LARGE, label(form, large, texts)));
            }
        }
        var wanted = Suggestions.fold(typed);
        var matching =
                labels.entrySet().stream()
                        .filter(e -> matches(e.getKey(), e.getValue(), wanted))
                        .map(e -> Suggestions.choice(e.getValue(), e.getKey().text()))
                        .toList();
        if (!matching.isEmpty()) {
            return matching;
        }
        return Size.parse(typed, family)
                .map(s -> List.of(Suggestions.choice(s.text(), s.text())))
                .orElseGet(() -> List.of());
    }

    private static boolean matches(Size size, String label, String wanted) {
        return Suggestions.fold(label).contains(wanted)
                || size.text().startsWith(wanted.replace('×', 'x'))
                || form(size).words().stream().anyMatch(w -> w.startsWith(wanted));
    }

    private static Form form(Size size) {
        return size.width() == size.height()
                ? Form.SQUARE
                : size.width() < size.height() ? Form.PORTRAIT : Form.LANDSCAPE;
    }

    private static String label(Form form, Size size, Texts texts) {
        var name =
                switch (form) {
                    case SQUARE -> Key.SIZE_SQUARE;
                    case PORTRAIT -> Key.SIZE_PORTRAIT;
                    case LANDSCAPE -> Key.SIZE_LANDSCAPE;
                };
        return texts.get(name) + " " + size.width() + "×" + size.height();
    }
}
