package dev.easel.api.settings;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which value holds: the request's, else that of the generation it starts from or, where it starts
 * anew, the user's, the guild's, the installation's. Pure.
 */
public final class ParameterLayers {
    private static final BigDecimal LORA_WEIGHT_DEFAULT = new BigDecimal("0.8");
    private static final long SEED_RANDOM = -1;
    private static final long SEED_MAX = (1L << 32) - 1;

    private ParameterLayers() {}

    /** One layer: what one party said; absent where it said nothing. */
    public record Layer(
            Provenance from,
            @Nullable String prompt,
            @Nullable String negativePrompt,
            @Nullable String promptSuffix,
            @Nullable String model,
            @Nullable List<Lora> loras,
            @Nullable String sampler,
            @Nullable String scheduler,
            @Nullable Long seed,
            @Nullable Integer steps,
            @Nullable BigDecimal cfgScale,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer imageCount) {}

    /**
     * @param layers strongest first, without the installation's
     */
    public static ResolvedParameters resolve(List<Layer> layers, Installation installation) {
        var seed = first(layers, Layer::seed);
        var suffix = first(layers, Layer::promptSuffix);
        var width = first(layers, Layer::width, installation.width());
        var height = first(layers, Layer::height, installation.height());
        var imageCount = first(layers, Layer::imageCount, installation.imageCount());
        return new ResolvedParameters(
                first(layers, Layer::prompt),
                first(layers, Layer::negativePrompt),
                suffix == null || suffix.value().isBlank() ? null : suffix,
                first(layers, Layer::model),
                first(layers, Layer::loras),
                first(layers, Layer::sampler),
                first(layers, Layer::scheduler),
                seed == null || seed.value() == SEED_RANDOM ? null : seed,
                first(layers, Layer::steps, installation.steps()),
                first(layers, Layer::cfgScale, installation.cfgScale()),
                width,
                height,
                affordable(imageCount, (long) width.value() * height.value()));
    }

    /**
     * A count that the request fixed was checked when it was accepted, but settings may have
     * changed since, or an earlier generation was not finished then; whatever the values come from,
     * their product is never too large.
     */
    private static Resolved<Integer> affordable(Resolved<Integer> count, long pixels) {
        if (pixels * count.value() <= Parameters.PIXELS_MAX) {
            return count;
        }
        return new Resolved<>((int) Math.max(1, Parameters.PIXELS_MAX / pixels), count.from());
    }

    public static Layer ofRequest(@Nullable Parameters given) {
        if (given == null) {
            return new Layer(
                    Provenance.REQUEST,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        var loras = given.loras().stream().map(ParameterLayers::lora).toList();
        return new Layer(
                Provenance.REQUEST,
                given.prompt(),
                given.negativePrompt(),
                null,
                given.model(),
                loras.isEmpty() ? null : loras,
                given.sampler(),
                given.scheduler(),
                given.seed(),
                given.steps(),
                given.cfgScale() == null ? null : new BigDecimal(given.cfgScale()),
                given.width(),
                given.height(),
                given.imageCount());
    }

    /** Everything that the earlier generation was made with; of one image, its own seed. */
    public static Layer ofPrevious(Previous previous) {
        var settings = previous.settings();
        return new Layer(
                Provenance.PREVIOUS_GENERATION,
                settings.prompt(),
                settings.negativePrompt(),
                null,
                settings.model(),
                settings.loras(),
                settings.sampler(),
                settings.scheduler(),
                seed(previous),
                settings.steps(),
                settings.cfgScale(),
                settings.width(),
                settings.height(),
                settings.imageCount());
    }

    /**
     * An image's seed may lie a little beyond what can be asked for; then the first one's holds.
     */
    private static long seed(Previous previous) {
        return previous.images().stream()
                .filter(image -> Integer.valueOf(image.index()).equals(previous.imageIndex()))
                .map(Previous.Image::seed)
                .filter(seed -> seed <= SEED_MAX)
                .findFirst()
                .orElse(previous.settings().seed());
    }

    /**
     * @param parameters the contract's {@code default_sd_params}; values of a wrong type say
     *     nothing
     */
    public static Layer ofSettings(
            Provenance from,
            @Nullable String model,
            @Nullable List<Lora> loras,
            @Nullable String promptSuffix,
            Map<String, Object> parameters) {
        return new Layer(
                from,
                null,
                text(parameters.get("negative_prompt")),
                promptSuffix,
                model,
                loras,
                text(parameters.get("sampler")),
                text(parameters.get("scheduler")),
                whole(parameters.get("seed")),
                small(parameters.get("steps")),
                decimal(parameters.get("cfg_scale")),
                small(parameters.get("width")),
                small(parameters.get("height")),
                small(parameters.get("image_count")));
    }

    static <T> @Nullable Resolved<T> first(List<Layer> layers, Function<Layer, @Nullable T> part) {
        return layers.stream()
                .flatMap(layer -> {
                    var value = part.apply(layer);
                    return value == null
                            ? Stream.<Resolved<T>>empty()
                            : Stream.of(new Resolved<T>(value, layer.from()));
                })
                .findFirst()
                .orElse(null);
    }

    private static <T> Resolved<T> first(
            List<Layer> layers, Function<Layer, @Nullable T> part, T installed) {
        Resolved<T> said = first(layers, part);
        return said == null ? new Resolved<>(installed, Provenance.INSTALLATION) : said;
    }

    private static Lora lora(Parameters.Lora lora) {
        return new Lora(
                lora.name(),
                lora.weight() == null ? LORA_WEIGHT_DEFAULT : new BigDecimal(lora.weight()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    private static @Nullable Long whole(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long
                ? ((Number) value).longValue()
                : null;
    }

    private static @Nullable Integer small(@Nullable Object value) {
        return value instanceof Integer number ? number : null;
    }

    private static @Nullable BigDecimal decimal(@Nullable Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()) : null;
    }
}
