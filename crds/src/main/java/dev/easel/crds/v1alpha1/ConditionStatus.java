package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The three values of a condition. */
public enum ConditionStatus {
    @JsonProperty("True")
    TRUE,
    @JsonProperty("False")
    FALSE,
    @JsonProperty("Unknown")
    UNKNOWN
}
