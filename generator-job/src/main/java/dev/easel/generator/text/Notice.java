package dev.easel.generator.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Something the user should know about how the picture was made; said by {@link Phrases}. */
public record Notice(Kind kind, List<String> details) {
    /** What there is to say; each is a key of the phrase books. */
    public enum Kind {
        OWN_WORDS,
        WITHOUT_RESEARCH,
        RESEARCH_DECLINED,
        RESEARCH_NOT_NEEDED,
        RESEARCH_AWAY,
        RESEARCH_NOTHING_FOUND,
        RESEARCH_NO_SUMMARY,
        RESEARCH_TOO_SLOW,
        CANVAS_TOO_LARGE,
        TOO_MANY_IMAGES,
        LORA_ADDED,
        LORA_MISFIT,
        LORA_MISFIT_FIXED,
        PROMPT_SHORTENED,
        OUT_OF_RANGE,
        UNKNOWN_PART,
        CONTRADICTION,
        ALREADY_THERE,
        NOT_THERE,
        NOT_INSTALLED,
        PROMPT_WOULD_BE_EMPTY,
        SEED_KEPT,
        NOTHING_CHANGED,
        NO_EARLIER_STEP,
        WORDS_APPENDED,
        ONLY_PLAIN_WISHES,
        SAME_PIXELS,
        OTHER_PIXELS,
        PIXELS_UNKNOWN,
        OTHER_CHECKPOINT,
        RESTORED,
        REROLLED,
        VARIED,
        UPSCALED,
        REPLAYED,
        UNDONE,
        PLAIN_WISHES_APPLIED;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Notice {
        details = List.copyOf(details);
    }

    public static Notice of(Kind kind, Object... details) {
        return new Notice(kind, Arrays.stream(details).map(Objects::toString).toList());
    }
}
