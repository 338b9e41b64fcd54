package dev.easel.generator.prompt;

import dev.easel.protocol.ModelFamily;
import java.util.List;

/** How prompts for a checkpoint are written. */
public enum Idiom {
    /** Short comma-separated tags: what SD 1.5 and most anime checkpoints were captioned with. */
    TAGS(225),
    /** Tags after the scores that the checkpoint was trained to rank by. */
    SCORES(225),
    /** A few plain sentences. */
    SENTENCES(225),
    /** Sentences for a large text encoder, without a negative prompt. */
    PROSE(450);

    private static final String SCORES_UP = "score_9, score_8_up, score_7_up";
    private static final String SCORES_DOWN = "score_6, score_5, score_4";

    private final int tokensMax;

    Idiom(int tokensMax) {
        this.tokensMax = tokensMax;
    }

    public static Idiom of(ModelFamily family) {
        return switch (family) {
            case PONY -> SCORES;
            case SDXL, SD3 -> SENTENCES;
            case FLUX -> PROSE;
            case SD1, SD2, ILLUSTRIOUS, UNKNOWN -> TAGS;
        };
    }

    /** More is read only in part: three chunks of CLIP, or what T5 takes. */
    public int tokensMax() {
        return tokensMax;
    }

    /** Guidance is distilled into such a checkpoint: it takes no negative prompt and CFG 1. */
    public boolean guided() {
        return this != PROSE;
    }

    /** The scores in front, exactly once. */
    public String scored(String prompt) {
        return this == SCORES && !prompt.contains("score_9") ? SCORES_UP + ", " + prompt : prompt;
    }

    public String scoredNegative(String negative) {
        if (this != SCORES || negative.contains("score_4")) {
            return negative;
        }
        return negative.isBlank() ? SCORES_DOWN : SCORES_DOWN + ", " + negative;
    }

    /** Whether a part of a prompt is one of the scores, which mean nothing to other checkpoints. */
    public static boolean isScore(String part) {
        return List.of("score_9", "score_8_up", "score_7_up", "score_6", "score_5", "score_4")
                .contains(part.strip());
    }
}
