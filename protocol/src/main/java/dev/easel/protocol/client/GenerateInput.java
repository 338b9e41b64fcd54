package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/generate}: the contract's fields, then optional overrides.
 *
 * <p>Other fields beside these are passed over, as clients of the contract are used to; within the
 * overrides they are refused.
 *
 * @param action a word of the resource's {@code spec.action}; Generate if absent
 * @param source what all actions but Generate start from
 * @param delivery where the result is posted besides; nowhere if absent
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record GenerateInput(
        @Nullable String guildId,
        @Nullable String userId,
        @Nullable String threadId,
        @Nullable String instruction,
        @Nullable Boolean webResearch,
        @Nullable String locale,
        @Nullable String pool,
        @Nullable Parameters parameters,
        @Nullable String action,
        @Nullable Source source,
        @Nullable Delivery delivery) {
    /** Not posted anywhere. */
    public GenerateInput(
            @Nullable String guildId,
            @Nullable String userId,
            @Nullable String threadId,
            @Nullable String instruction,
            @Nullable Boolean webResearch,
            @Nullable String locale,
            @Nullable String pool,
            @Nullable Parameters parameters,
            @Nullable String action,
            @Nullable Source source) {
        this(
                guildId,
                userId,
                threadId,
                instruction,
                webResearch,
                locale,
                pool,
                parameters,
                action,
                source,
                null);
    }

    /** An earlier request, and perhaps which of its images, counted from 0. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Source(@Nullable UUID requestId, @Nullable Integer imageIndex) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record Delivery(@Nullable Discord discord) {
        /** A thread, or a channel where no thread is wanted; Discord's ids. */
        @JsonNaming(SnakeCaseStrategy.class)
        public record Discord(@Nullable String channelId, @Nullable String threadId) {}
    }

    @JsonNaming(SnakeCaseStrategy.class)
    public record Parameters(
            @Nullable String prompt,
            @Nullable String negativePrompt,
            @Nullable String model,
            @Nullable List<Lora> loras,
            @Nullable Integer steps,
            @Nullable BigDecimal cfgScale,
            @Nullable String sampler,
            @Nullable String scheduler,
            @Nullable Long seed,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer imageCount) {}
}
