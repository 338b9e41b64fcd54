package dev.easel.bot.delivery;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Refinement.Change;
import dev.easel.protocol.Refinement.Kept;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Says what an action made different from where it started, and what it left alone. */
final class ChangeText {
    private static final int VALUE_CHARS_MAX = 80;
    private static final int CHANGES_MAX = 12;

    private ChangeText() {}

    static List<String> of(Refinement refinement, Texts texts) {
        var lines = new ArrayList<String>();
        if (!refinement.changed().isEmpty()) {
            var changes =
                    refinement.changed().stream()
                            .limit(CHANGES_MAX)
                            .map(c -> change(c, texts))
                            .collect(Collectors.toCollection(ArrayList::new));
            if (refinement.changed().size() > CHANGES_MAX) {
                changes.add("…");
            }
            lines.add("**" + texts.get(Key.RESULT_CHANGED) + "** " + String.join(" · ", changes));
        }
        var kept = kept(refinement, texts);
        if (!kept.isEmpty()) {
            lines.add("**" + texts.get(Key.RESULT_KEPT) + "** " + String.join(" · ", kept));
        }
        return lines;
    }

    private static String change(Change change, Texts texts) {
        var word = texts.field(change.field());
        var before = change.before();
        var after = change.after();
        if (before == null || before.isEmpty()) {
            return word + " + " + value(after == null ? "" : after);
        }
        if (after == null || after.isEmpty()) {
            return word + " − " + value(before);
        }
        return word + " " + value(before) + " → " + value(after);
    }

    private static LinkedHashSet<String> kept(Refinement refinement, Texts texts) {
        var changed = refinement.changed().stream().map(Change::field).collect(Collectors.toSet());
        var fields = refinement.kept().stream().map(Kept::field).collect(Collectors.toSet());
        boolean size = fields.contains("width") && fields.contains("height");
        var words = new LinkedHashSet<String>();
        for (var kept : refinement.kept()) {
            var side = kept.field().equals("width") || kept.field().equals("height");
            var word = size && side ? texts.get(Key.RESULT_SIZE) : texts.field(kept.field());
            words.add(changed.contains(kept.field()) ? texts.get(Key.RESULT_REST, word) : word);
        }
        return words;
    }

    private static String value(String text) {
        return UserText.code(UserText.cut(text, VALUE_CHARS_MAX));
    }
}
