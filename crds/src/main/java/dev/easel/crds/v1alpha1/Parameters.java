package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Overrides, each by itself; what is absent comes from settings or from the language model. A given
 * prompt is used as it is and the model is not asked. {@code cfgScale} is a decimal string; sides
 * are pixels. An empty negative prompt is a value too, hence not left out of the JSON. The schema
 * counts an absent side as 64 and an absent count as 1: it refuses only what cannot become right,
 * whoever knows all three values holds them to {@link #PIXELS_MAX}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "(has(self.width) ? self.width : 64) * (has(self.height) ? self.height : 64)"
                        + " * (has(self.imageCount) ? self.imageCount : 1) <= "
                        + Parameters.PIXELS_MAX,
        message =
                "spec.parameters: width x height x imageCount must be at most "
                        + Parameters.PIXELS_MAX
                        + " pixels, which is 8 images of 1024x1024 or 2 of 2048x2048: use smaller"
                        + " sides or fewer images")
public record Parameters(
        @JsonPropertyDescription("The prompt, used as it is; the language model is not asked.")
                @Size(min = 1, max = PROMPT_CHARS_MAX)
                @ValidationRule(
                        value = Cel.NOT_BLANK,
                        message =
                                "spec.parameters.prompt must not be only white space: write 1 to"
                                        + " 4000 characters or leave it out")
                @ValidationRule(
                        value = Cel.TEXT,
                        message =
                                "spec.parameters.prompt must not contain control characters other"
                                        + " than line breaks and tabs: remove them")
                @Nullable String prompt,
        @JsonPropertyDescription("What the picture should not show; empty means nothing at all.")
                @Size(max = PROMPT_CHARS_MAX)
                @ValidationRule(
                        value = Cel.TEXT,
                        message =
                                "spec.parameters.negativePrompt must not contain control characters"
                                        + " other than line breaks and tabs: remove them")
                @Nullable String negativePrompt,
        @JsonPropertyDescription("The checkpoint by the name that the back end lists.")
                @Size(min = 1, max = 253)
                @ValidationRule(
                        value = Cel.ONE_LINE,
                        message =
                                "spec.parameters.model must not contain control characters: use the"
                                        + " name as the back end lists it")
                @Nullable String model,
        @JsonPropertyDescription("The LoRAs to apply, each at most once.")
                @Size(max = 8)
                @JsonInclude(JsonInclude.Include.NON_EMPTY)
                List<Lora> loras,
        @JsonPropertyDescription("Sampling steps.") @Min(1) @Max(150) @Nullable Integer steps,
        @JsonPropertyDescription(
                        "How strictly the prompt is followed: a decimal string from 1.0 to 30.0.")
                @Size(max = 16)
                @ValidationRule(
                        value =
                                "self.matches('^[0-9]{1,2}([.][0-9]{1,2})?$')"
                                        + " && double(self) >= 1.0 && double(self) <= 30.0",
                        message =
                                "spec.parameters.cfgScale must be a decimal string from \"1.0\" to"
                                        + " \"30.0\" with at most two decimals, for example"
                                        + " \"7.0\"")
                @Nullable String cfgScale,
        @JsonPropertyDescription("The sampler by the name that the back end lists.")
                @Size(min = 1, max = 253)
                @ValidationRule(
                        value = Cel.ONE_LINE,
                        message =
                                "spec.parameters.sampler must not contain control characters: use"
                                        + " the name as the back end lists it")
                @Nullable String sampler,
        @JsonPropertyDescription("The scheduler by the name that the back end lists.")
                @Size(min = 1, max = 253)
                @ValidationRule(
                        value = Cel.ONE_LINE,
                        message =
                                "spec.parameters.scheduler must not contain control characters: use"
                                        + " the name as the back end lists it")
                @Nullable String scheduler,
        @JsonPropertyDescription(
                        "The seed of the first image; -1 lets Easel choose. The chosen one is in"
                                + " status.resolved.")
                @Min(-1)
                @Max(4_294_967_295L)
                @Nullable Long seed,
        @JsonPropertyDescription("Width in pixels, a multiple of 8.")
                @Min(64)
                @Max(2048)
                @ValidationRule(
                        value = "self % 8 == 0",
                        message =
                                "spec.parameters.width must be a multiple of 8 from 64 to 2048, for"
                                        + " example 512")
                @Nullable Integer width,
        @JsonPropertyDescription("Height in pixels, a multiple of 8.")
                @Min(64)
                @Max(2048)
                @ValidationRule(
                        value = "self % 8 == 0",
                        message =
                                "spec.parameters.height must be a multiple of 8 from 64 to 2048,"
                                        + " for example 512")
                @Nullable Integer height,
        @JsonPropertyDescription("How many images.") @Min(1) @Max(8) @Nullable Integer imageCount) {
    public static final int PROMPT_CHARS_MAX = 4000;

    /** The most that width x height x imageCount may be once all three are known. */
    public static final int PIXELS_MAX = 8 * 1024 * 1024;

    /** A LoRA by its file stem; the weight is a decimal string from -2.00 to 2.00. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lora(
            @JsonPropertyDescription("The file's name without its ending.")
                    @Required
                    @Size(min = 1, max = 253)
                    @ValidationRule(
                            value = "!self.matches(r'[\\x00-\\x1f\\x7f<>:]')",
                            message =
                                    "spec.parameters.loras[].name must not contain control"
                                            + " characters or any of < > : since it is written into"
                                            + " the prompt: use the file's name without its ending")
                    String name,
            @JsonPropertyDescription("How strongly: a decimal string from -2.00 to 2.00.")
                    @Size(max = 16)
                    @ValidationRule(
                            value =
                                    "self.matches('^-?[0-9]([.][0-9]{1,2})?$')"
                                            + " && double(self) >= -2.0 && double(self) <= 2.0",
                            message =
                                    "spec.parameters.loras[].weight must be a decimal string from"
                                            + " \"-2.00\" to \"2.00\" with at most two decimals,"
                                            + " for example \"0.8\"")
                    @Nullable String weight) {}

    public Parameters {
        loras = loras == null ? List.of() : List.copyOf(loras);
    }
}
