package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Where the result is posted besides the API. Discord ids are strings of digits. */
public record Delivery(@Nullable Discord discord) {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Discord(
            @Nullable String channelID,
            @Nullable String threadID,
            @Nullable String cardMessageID) {}
}
