package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The door a request came in by. */
public enum RequestSource {
    @JsonProperty("Discord")
    DISCORD,
    @JsonProperty("API")
    API,
    @JsonProperty("Kubectl")
    KUBECTL
}
