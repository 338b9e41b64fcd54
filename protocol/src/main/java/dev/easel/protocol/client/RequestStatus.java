package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The contract's four words. */
public enum RequestStatus {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("processing")
    PROCESSING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED
}
