package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the web is searched before the prompt is written. */
public enum Research {
    @JsonProperty("Enabled")
    ENABLED,
    @JsonProperty("Disabled")
    DISABLED
}
