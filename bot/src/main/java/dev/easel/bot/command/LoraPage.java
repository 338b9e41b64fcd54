package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.LoraList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of LoRAs. Its buttons hold the page and the search, so they work for ever.
 *
 * @param number counted from 0
 */
record LoraPage(String query, int number) {
    static final int SIZE = 10;
    static final int NUMBER_MAX = 98;
    static final int QUERY_CHARS_MAX = 60;

    private static final int DESCRIPTION_CHARS_MAX = 100;
    private static final int TRIGGERS_MAX = 4;
    private static final int LINE_CHARS_MAX = 350;
    private static final int LINE_BYTES_MAX = 800;
    private static final Pattern FORM =
            Pattern.compile("v1\\|loras\\|([0-9]{1,2})\\|(.{0,60})", Pattern.DOTALL);

    static Optional<LoraPage> parse(String id) {
        var form = FORM.matcher(id);
        return form.matches() && Integer.parseInt(form.group(1)) <= NUMBER_MAX
                ? Optional.of(new LoraPage(form.group(2), Integer.parseInt(form.group(1))))
                : Optional.empty();
    }

    String id() {
        return "v1|loras|" + number + "|" + query;
    }

    /** How many entries api must give for this page to be complete. */
    int entries() {
        return (number + 1) * SIZE;
    }

    List<MessageTopLevelComponent> components(LoraList list, @Nullable String model, Texts texts) {
        var lines = new ArrayList<String>();
        lines.add("### " + texts.get(Key.LORAS_TITLE, list.total()));
        if (model != null) {
            lines.add("-# " + texts.get(Key.LORAS_MODEL, UserText.code(model)));
        }
        var shown = list.loras().stream().skip((long) number * SIZE).limit(SIZE).toList();
        if (shown.isEmpty()) {
            lines.add(texts.get(Key.LORAS_NONE));
        }
        shown.forEach(l -> lines.add(line(l, texts)));
        var parts = new ArrayList<MessageTopLevelComponent>();
        parts.add(TextDisplay.of(String.join("\n", lines)));
        int pages = Math.min(NUMBER_MAX + 1, Math.ceilDiv(Math.max(1, list.total()), SIZE));
        if (pages > 1) {
            parts.add(
                    PageButtons.of(
                            number, number + 1 < pages, n -> new LoraPage(query, n).id(), texts));
        }
        return parts;
    }

    private static String line(LoraList.Metadata lora, Texts texts) {
        var line = new StringBuilder("• ").append(UserText.code(UserText.cut(lora.name(), 100)));
        if (Boolean.TRUE.equals(lora.fits())) {
            line.append(" ✅");
        } else if (Boolean.FALSE.equals(lora.fits())) {
            line.append(" ⚠️ ").append(texts.get(Key.LORAS_MISFIT));
        }
        if (Boolean.FALSE.equals(lora.available())) {
            line.append(" 🚫 ").append(texts.get(Key.LORAS_MISSING));
        }
        var description = lora.description();
        if (description != null && !description.isBlank()) {
            line.append(" — ")
                    .append(UserText.escape(UserText.cut(description, DESCRIPTION_CHARS_MAX)));
        }
        if (!lora.triggerWords().isEmpty()) {
            var words = lora.triggerWords().stream().limit(TRIGGERS_MAX).toList();
            line.append(" · ").append(UserText.code(UserText.cut(String.join(", ", words), 80)));
        }
        return UserText.cut(line.toString(), LINE_CHARS_MAX, LINE_BYTES_MAX);
    }
}
