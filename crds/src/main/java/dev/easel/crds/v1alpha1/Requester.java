package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Who asked. Written by bot and api; users with kubectl may only name the source Kubectl. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Requester(
        @JsonPropertyDescription("The door that the request came in by.") @Default("Kubectl")
                @Nullable RequestSource source,
        @JsonPropertyDescription("Whose settings and data: a Discord guild or an API tenant.")
                @Size(min = 1, max = 64)
                @ValidationRule(
                        value = Cel.ONE_LINE,
                        message =
                                "spec.requester.tenant must not contain control characters: remove"
                                        + " them")
                @Nullable String tenant,
        @JsonPropertyDescription("The user within the tenant.")
                @Size(min = 1, max = 64)
                @ValidationRule(
                        value = Cel.ONE_LINE,
                        message =
                                "spec.requester.userID must not contain control characters: remove"
                                        + " them")
                @Nullable String userID,
        @JsonPropertyDescription("The language for texts, as a language tag such as ja or en-US.")
                @Size(max = 16)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$')",
                        message =
                                "spec.requester.locale must be a language tag of at most 16"
                                        + " characters, for example ja or en-US")
                @Nullable String locale) {}
