package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether language model and renderer share one GPU's memory. */
public enum Memory {
    @JsonProperty("Shared")
    SHARED,
    @JsonProperty("Separate")
    SEPARATE
}
