package dev.easel.generator.refine;

import dev.easel.generator.prompt.PromptParts;
import dev.easel.generator.prompt.PromptText;
import dev.easel.generator.text.Notice.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The edits of one text, prompt or negative prompt: takes up only what can be done and notes what
 * cannot. Where two edits want the same part, the replacement holds.
 */
final class PartEdits {
    private final PromptParts shown;
    private final PromptParts base;
    private final Draft draft;
    private final Set<Integer> removed = new HashSet<>();
    private final Map<Integer, String> replaced = new HashMap<>();
    private final Map<Integer, List<String>> added = new HashMap<>();

    /**
     * @param shown the text whose parts the ids count
     * @param base the text that is edited; the same, unless the change starts from an earlier step
     */
    PartEdits(String shown, String base, Draft draft) {
        this.shown = PromptParts.of(shown);
        this.base = shown.equals(base) ? this.shown : PromptParts.of(base);
        this.draft = draft;
    }

    /** Whether the id, such as p3, counts this text's parts, or one of them says just that. */
    boolean owns(String id, char kind) {
        return isNumber(id) ? id.charAt(0) == kind : base.indexOf(id) >= 0;
    }

    private static boolean isNumber(String id) {
        return id.matches("[pn]\\d{1,4}");
    }

    void replace(String id, String text) {
        var index = index(id);
        if (index < 0) {
            draft.note(Kind.UNKNOWN_PART, told(id));
        } else if (text.isEmpty()) {
            removed.add(index);
        } else if (replaced.containsKey(index)) {
            draft.note(Kind.CONTRADICTION, base.parts().get(index).text());
        } else {
            replaced.put(index, text);
        }
    }

    void remove(String id) {
        var index = index(id);
        if (index < 0) {
            draft.note(Kind.UNKNOWN_PART, told(id));
        } else {
            removed.add(index);
        }
    }

    /** By what the part says; false if no part says it. */
    boolean removeSaying(String text) {
        var index = base.indexOf(text);
        return index >= 0 && removed.add(index);
    }

    void add(String text, @Nullable String after) {
        var place = after == null ? -1 : index(after);
        var at = place < 0 ? base.parts().size() - 1 : place;
        added.computeIfAbsent(at, _ -> new ArrayList<>()).add(text);
    }

    List<String> additions() {
        return added.values().stream().flatMap(List::stream).toList();
    }

    List<String> replacements() {
        return List.copyOf(replaced.values());
    }

    void dropAddition(String text) {
        added.values().forEach(each -> each.removeIf(other -> same(other, text)));
    }

    /** The text with all edits, or as it was if they would leave nothing. */
    String apply(boolean mayBeEmpty) {
        for (var index : List.copyOf(removed)) {
            if (replaced.containsKey(index)) {
                draft.note(Kind.CONTRADICTION, base.parts().get(index).text());
                removed.remove(index);
            }
        }
        replaced.entrySet().removeIf(each -> same(each.getValue(), text(each.getKey())));
        withoutRepeats();
        var text = edited();
        while (text.length() > PromptText.CHARS_MAX && dropLastAddition()) {
            text = edited();
        }
        if (text.isBlank() && !mayBeEmpty) {
            draft.note(Kind.PROMPT_WOULD_BE_EMPTY);
            return base.text();
        }
        var whole = PromptText.of(text).text();
        if (text.length() > PromptText.CHARS_MAX) {
            draft.note(Kind.PROMPT_SHORTENED, text.substring(whole.length()).strip());
        }
        return whole;
    }

    private String edited() {
        return base.with(new PromptParts.Edits(removed, replaced, added)).text();
    }

    /** What nobody touched is not cut to make room for something new. */
    private boolean dropLastAddition() {
        var last = added.entrySet().stream().max(Map.Entry.comparingByKey());
        if (last.isEmpty()) {
            return false;
        }
        var texts = last.get().getValue();
        draft.note(Kind.PROMPT_SHORTENED, texts.removeLast());
        if (texts.isEmpty()) {
            added.remove(last.get().getKey());
        }
        return true;
    }

    /** What stands there already, or is added twice, is not added. */
    private void withoutRepeats() {
        var there = new HashSet<String>();
        for (var i = 0; i < base.parts().size(); i++) {
            if (!removed.contains(i)) {
                there.add(PromptParts.plain(replaced.getOrDefault(i, text(i))));
            }
        }
        for (var texts : added.values()) {
            texts.removeIf(each -> {
                var fresh = there.add(PromptParts.plain(each));
                if (!fresh) {
                    draft.note(Kind.ALREADY_THERE, each);
                }
                return !fresh;
            });
        }
        added.values().removeIf(List::isEmpty);
    }

    private String text(int index) {
        return base.parts().get(index).text();
    }

    /** Exact equality of weight included: (smile:1.3) is a change of smile. */
    private static boolean same(String one, String other) {
        return one.equals(other);
    }

    private int index(String id) {
        if (!isNumber(id)) {
            // Some models repeat the part instead of naming it.
            return base.indexOf(id);
        }
        var number = Integer.parseInt(id.substring(1)) - 1;
        if (number < 0 || number >= shown.parts().size()) {
            return -1;
        }
        return shown == base ? number : base.indexOf(shown.parts().get(number).text());
    }

    private String told(String id) {
        var number = isNumber(id) ? Integer.parseInt(id.substring(1)) - 1 : -1;
        return number >= 0 && number < shown.parts().size() ? shown.parts().get(number).text() : id;
    }
}
