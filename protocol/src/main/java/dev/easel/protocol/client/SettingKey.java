package dev.easel.protocol.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a guild or a user can settle, by the words of the settings' routes. */
public enum SettingKey {
    MODEL,
    LORAS,
    PROMPT_SUFFIX,
    NEGATIVE_PROMPT,
    STEPS,
    CFG_SCALE,
    SAMPLER,
    SCHEDULER,
    SEED,
    WIDTH,
    HEIGHT,
    IMAGE_COUNT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the contract keeps it in {@code default_sd_params}; the others have own fields. */
    public boolean isParameter() {
        return this != MODEL && this != LORAS && this != PROMPT_SUFFIX;
    }

    /** The field of a request's body that sets it. */
    public String field() {
        return switch (this) {
            case MODEL -> "default_model";
            case LORAS -> "default_lora_list";
            case PROMPT_SUFFIX -> "default_prompt_suffix";
            default -> "default_sd_params." + word();
        };
    }

    public static Optional<SettingKey> of(String word) {
        return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(SettingKey::word).collect(Collectors.joining(", "));
    }
}
