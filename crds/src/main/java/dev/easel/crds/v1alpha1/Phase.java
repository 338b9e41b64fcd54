package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the generator of a running request is doing. */
public enum Phase {
    @JsonProperty("Claiming")
    CLAIMING,
    @JsonProperty("Researching")
    RESEARCHING,
    @JsonProperty("Composing")
    COMPOSING,
    @JsonProperty("FreeingMemory")
    FREEING_MEMORY,
    @JsonProperty("Rendering")
    RENDERING,
    @JsonProperty("Storing")
    STORING,
    @JsonProperty("Finished")
    FINISHED
}
