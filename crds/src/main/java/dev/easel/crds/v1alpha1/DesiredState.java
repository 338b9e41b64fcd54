package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the owner wants of the request now; Cancelled is final. */
public enum DesiredState {
    @JsonProperty("Active")
    ACTIVE,
    @JsonProperty("Suspended")
    SUSPENDED,
    @JsonProperty("Cancelled")
    CANCELLED
}
