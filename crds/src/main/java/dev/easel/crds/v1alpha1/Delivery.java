package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the result is posted besides the API. Discord ids are strings of digits. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delivery(
        @JsonPropertyDescription("The Discord thread to post in.") @Nullable Discord discord) {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Discord(
            @JsonPropertyDescription("The channel that the command was typed in.")
                    @Size(max = 64)
                    @ValidationRule(
                            value = Cel.DIGITS,
                            message =
                                    "spec.delivery.discord.channelID must be a Discord id: a string"
                                            + " of 1 to 20 digits")
                    @Nullable String channelID,
            @JsonPropertyDescription("The thread to post in, where there is one already.")
                    @Size(max = 64)
                    @ValidationRule(
                            value = Cel.DIGITS,
                            message =
                                    "spec.delivery.discord.threadID must be a Discord id: a string"
                                            + " of 1 to 20 digits")
                    @Nullable String threadID,
            @JsonPropertyDescription("The control card, a message that is edited.")
                    @Size(max = 64)
                    @ValidationRule(
                            value = Cel.DIGITS,
                            message =
                                    "spec.delivery.discord.cardMessageID must be a Discord id: a"
                                            + " string of 1 to 20 digits")
                    @Nullable String cardMessageID) {}
}
