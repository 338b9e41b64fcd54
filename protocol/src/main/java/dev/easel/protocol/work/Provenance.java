package dev.easel.protocol.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a value comes from, strongest first; the last three only once the picture is made. */
public enum Provenance {
    /** A field of the request itself. */
    @JsonProperty("request")
    REQUEST,
    /** Plain words of the instruction that code can read, such as a size or a number of images. */
    @JsonProperty("instruction")
    INSTRUCTION,
    @JsonProperty("previous_generation")
    PREVIOUS_GENERATION,
    @JsonProperty("user")
    USER,
    @JsonProperty("guild")
    GUILD,
    @JsonProperty("installation")
    INSTALLATION,
    @JsonProperty("language_model")
    LANGUAGE_MODEL,
    @JsonProperty("back_end")
    BACK_END,
    /** Drawn by chance, as a seed that nobody fixed. */
    @JsonProperty("random")
    RANDOM
}
