package dev.easel.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored image that a picture was made from, and how.
 *
 * @param sha256 of the source's file, lower-case hex
 * @param denoisingStrength 0 to 1; absent for {@link Method#EXTRAS}
 * @param upscaler by the name that the back end lists; absent for {@link Method#IMAGE_TO_IMAGE}
 * @param scale factor for both sides; absent for {@link Method#IMAGE_TO_IMAGE}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Derivation(
        Method method,
        UUID requestId,
        int imageIndex,
        String sha256,
        @Nullable BigDecimal denoisingStrength,
        @Nullable String upscaler,
        @Nullable BigDecimal scale) {
    /** How the source becomes the picture. */
    public enum Method {
        /** Drawn again over the source: img2img. */
        @JsonProperty("image_to_image")
        IMAGE_TO_IMAGE,
        /** The source itself enlarged, nothing drawn: extra-single-image. */
        @JsonProperty("extras")
        EXTRAS,
        /** The source's settings rendered again with a second, larger pass: txt2img with hires. */
        @JsonProperty("hires")
        HIRES
    }
}
