package dev.easel.generator.compose;

import dev.easel.protocol.Lora;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.ResultReport.Writer;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was written for the instruction. Absent parts were left to the defaults. */
public record Composition(
        Writer writer,
        String prompt,
        @Nullable String negativePrompt,
        @Nullable String explanation,
        Wishes wishes) {

    /** The prompt that the request brought along; empty if it brought none. */
    public static Composition given(ResolvedParameters parameters) {
        var prompt = parameters.prompt();
        return new Composition(
                Writer.REQUEST, prompt == null ? "" : prompt.value(), null, null, Wishes.NONE);
    }

    /**
     * What the language model would set, already within bounds; it does not decide alone.
     *
     * @param loras of weight 0 where it named none
     */
    public record Wishes(
            @Nullable String model,
            @Nullable String sampler,
            @Nullable String scheduler,
            @Nullable Integer steps,
            @Nullable BigDecimal cfgScale,
            @Nullable Long seed,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer imageCount,
            List<Lora> loras) {
        public static final Wishes NONE =
                new Wishes(null, null, null, null, null, null, null, null, null, List.of());

        public Wishes {
            loras = List.copyOf(loras);
        }
    }
}
