package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What to do; all but Generate start from an earlier generation. */
public enum Action {
    @JsonProperty("Generate")
    GENERATE,
    @JsonProperty("Refine")
    REFINE,
    @JsonProperty("Restore")
    RESTORE,
    @JsonProperty("Reroll")
    REROLL,
    @JsonProperty("Vary")
    VARY,
    @JsonProperty("Upscale")
    UPSCALE,
    @JsonProperty("Replay")
    REPLAY
}
