package dev.easel.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a generator is doing; the words are those of the resource's status. */
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
