package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the pool launches: Draining finishes what runs, Stopped launches nothing. */
public enum PoolState {
    @JsonProperty("Active")
    ACTIVE,
    @JsonProperty("Draining")
    DRAINING,
    @JsonProperty("Stopped")
    STOPPED
}
