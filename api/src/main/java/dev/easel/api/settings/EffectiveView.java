package dev.easel.api.settings;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.settings.ParameterLayers.Layer;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.protocol.client.EffectiveSettings;
import dev.easel.protocol.client.EffectiveSettings.Setting;
import dev.easel.protocol.client.FieldRule;
import dev.easel.protocol.work.Resolved;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for a request that says nothing itself. Pure. */
final class EffectiveView {
    private EffectiveView() {}

    static EffectiveSettings of(List<Layer> layers, Installation installation) {
        var resolved = ParameterLayers.resolve(layers, installation);
        return new EffectiveSettings(
                setting(resolved.model()),
                setting(resolved.loras()),
                setting(ParameterLayers.first(layers, Layer::promptSuffix)),
                setting(resolved.negativePrompt()),
                setting(resolved.steps()),
                setting(resolved.cfgScale()),
                setting(resolved.sampler()),
                setting(resolved.scheduler()),
                setting(ParameterLayers.first(layers, Layer::seed)),
                setting(resolved.width()),
                setting(resolved.height()),
                setting(resolved.imageCount()));
    }

    private static <T> Setting<T> setting(@Nullable Resolved<T> resolved) {
        return resolved == null
                ? new Setting<>(null, null)
                : new Setting<>(resolved.value(), resolved.from());
    }

    /** Refuses sides and a count that together are too large, before any count is lowered. */
    static void refuseTooManyPixels(List<Layer> layers, Installation installation) {
        var resolved = ParameterLayers.resolve(layers, installation);
        var said = ParameterLayers.first(layers, Layer::imageCount);
        var count = said == null ? installation.imageCount() : said.value();
        var pixels = (long) resolved.width().value() * resolved.height().value();
        if (pixels * count <= Parameters.PIXELS_MAX) {
            return;
        }
        var fitting = Math.max(1, Parameters.PIXELS_MAX / pixels);
        throw ApiProblem.broken(
                FieldRule.TOO_MANY_PIXELS,
                "default_sd_params",
                Map.of(
                        "bound_max", String.valueOf(Parameters.PIXELS_MAX),
                        "width", String.valueOf(resolved.width().value()),
                        "height", String.valueOf(resolved.height().value()),
                        "image_count", String.valueOf(count),
                        "nearest", String.valueOf(fitting)),
                "width x height x image_count must be at most "
                        + Parameters.PIXELS_MAX
                        + " pixels, and together with what holds already it would be "
                        + resolved.width().value()
                        + " x "
                        + resolved.height().value()
                        + " x "
                        + count
                        + ": set image_count to "
                        + fitting
                        + " in the same call, or use smaller sides.");
    }
}
