package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The earlier generation to start from: its request's UID and the image's index, 0 to 7. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(
        @JsonPropertyDescription(
                        "The earlier request's UID, which is also its request_id in the API.")
                @Required
                @Size(max = 64)
                @ValidationRule(
                        value = Cel.UUID,
                        message =
                                "spec.source.requestID must be a UUID in lower case: take it from"
                                        + " metadata.uid of the earlier request or from request_id"
                                        + " in the API")
                String requestID,
        @JsonPropertyDescription("Which of its images, counted from 0.") @Min(0) @Max(7)
                @Nullable Integer imageIndex) {}
