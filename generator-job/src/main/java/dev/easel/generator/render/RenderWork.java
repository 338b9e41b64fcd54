package dev.easel.generator.render;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Derivation.Method;
import dev.easel.protocol.Settings;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order with nothing left open: which call it takes and what must come back.
 *
 * @param settings with a complete derivation
 * @param source the decoded source, where one is needed
 */
record RenderWork(
        Renderer.Order order, Settings settings, @Nullable Png source, List<RenderNotice> notices) {
    private static final BigDecimal OVER_THE_SOURCE = new BigDecimal("0.5");

    /** A latent mode blurs, which more drawing has to mend. */
    private static final BigDecimal OVER_LATENT = new BigDecimal("0.55");

    private static final BigDecimal OVER_UPSCALED = new BigDecimal("0.35");

    static RenderWork of(Renderer.Order order, CatalogueReader lists) throws InterruptedException {
        var settings = order.settings();
        settings.loras().forEach(each -> requireSayable(each.name()));
        var derivation = settings.derivation();
        if (derivation == null) {
            return new RenderWork(order, settings, null, List.of());
        }
        var complete = complete(derivation, order.catalogue(), lists);
        var notices = new ArrayList<RenderNotice>();
        if (complete.method() != derivation.method()) {
            notices.add(RenderNotice.RENDERED_LARGER);
        }
        return new RenderWork(
                order,
                with(settings, settings.seed(), settings.modelHash(), complete),
                complete.method() == Method.HIRES ? null : source(order),
                List.copyOf(notices));
    }

    /** The prompt's syntax for LoRAs has no way to quote. */
    private static void requireSayable(String lora) {
        if (lora.contains(":") || lora.contains(">") || lora.contains("<")) {
            throw new AttemptFailed(
                    ExitCode.LORA_NOT_FOUND,
                    "the LoRA '%s' cannot be used: rename its file so that its name has no : < >"
                            .formatted(lora));
        }
    }

    private static Derivation complete(
            Derivation wanted, Catalogue catalogue, CatalogueReader lists)
            throws InterruptedException {
        return switch (wanted.method()) {
            case IMAGE_TO_IMAGE ->
                    with(
                            wanted,
                            Method.IMAGE_TO_IMAGE,
                            or(wanted.denoisingStrength(), OVER_THE_SOURCE),
                            null,
                            null);
            case EXTRAS -> {
                var named = wanted.upscaler();
                if (named != null && !catalogue.upscalers().contains(named)) {
                    throw new AttemptFailed(
                            ExitCode.RENDERER_REFUSED,
                            "the upscaler '%s' is not installed; installed: %s"
                                    .formatted(named, String.join(", ", catalogue.upscalers())));
                }
                var upscaler = named != null ? named : catalogue.upscaler().orElse(null);
                yield upscaler == null
                        ? secondPass(wanted, null, lists)
                        : with(wanted, Method.EXTRAS, null, upscaler, scale(wanted));
            }
            case HIRES -> secondPass(wanted, wanted.upscaler(), lists);
        };
    }

    private static Derivation secondPass(
            Derivation wanted, @Nullable String named, CatalogueReader lists)
            throws InterruptedException {
        try {
            var upscaler = named != null ? named : lists.latentMode();
            var usual = upscaler.startsWith("Latent") ? OVER_LATENT : OVER_UPSCALED;
            return with(
                    wanted,
                    Method.HIRES,
                    or(wanted.denoisingStrength(), usual),
                    upscaler,
                    scale(wanted));
        } catch (IOException e) {
            throw new AttemptFailed(
                    ExitCode.RENDERER_UNAVAILABLE,
                    "AUTOMATIC1111 is not available: " + CatalogueReader.complaint(e),
                    e);
        }
    }

    private static BigDecimal scale(Derivation wanted) {
        return or(wanted.scale(), BigDecimal.TWO);
    }

    private static BigDecimal or(@Nullable BigDecimal value, BigDecimal otherwise) {
        return value == null ? otherwise : value;
    }

    private static Png source(Renderer.Order order) {
        var bytes = order.source();
        if (bytes == null) {
            throw new IllegalStateException("the settings start from an image that was not given");
        }
        try {
            return Png.read(bytes);
        } catch (Png.Broken e) {
            throw new AttemptFailed(
                    ExitCode.RENDERER_REFUSED,
                    "the picture to start from cannot be used: " + e.getMessage(),
                    e);
        }
    }

    RenderWork withSeed(long seed) {
        return new RenderWork(
                order,
                with(settings, seed, settings.modelHash(), settings.derivation()),
                source,
                notices);
    }

    RenderCall call(String taskId) {
        var derivation = settings.derivation();
        var start = source;
        if (derivation == null || derivation.method() == Method.HIRES || start == null) {
            return new RenderCall(
                    "/sdapi/v1/txt2img",
                    Txt2Img.body(settings, order.catalogue(), taskId),
                    taskId,
                    grown(settings.width()),
                    grown(settings.height()),
                    settings.imageCount());
        }
        if (derivation.method() == Method.EXTRAS) {
            return new RenderCall(
                    "/sdapi/v1/extra-single-image",
                    Extras.body(derivation, start.bytes()),
                    null,
                    grown(start.width()),
                    grown(start.height()),
                    1);
        }
        return new RenderCall(
                "/sdapi/v1/img2img",
                Img2Img.body(settings, derivation, start.bytes(), order.catalogue(), taskId),
                taskId,
                settings.width(),
                settings.height(),
                settings.imageCount());
    }

    /** As the peers compute it: cut to whole pixels of the latent. */
    private int grown(int side) {
        var derivation = settings.derivation();
        var scale = derivation == null ? null : derivation.scale();
        return scale == null ? side : scale.multiply(BigDecimal.valueOf(side)).intValue() / 8 * 8;
    }

    RenderCheck.Verdict check(RenderReply.Pictures reply, RenderCall call) {
        return new RenderCheck(this, call).check(reply);
    }

    Rendered rendered(RenderCheck.Verdict.Good good) {
        var all = new ArrayList<>(notices);
        all.addAll(good.notices());
        return new Rendered(
                good.pictures(),
                with(settings, settings.seed(), good.modelHash(), settings.derivation()),
                good.rawInfo(),
                List.copyOf(all));
    }

    private static Derivation with(
            Derivation wanted,
            Method method,
            @Nullable BigDecimal denoisingStrength,
            @Nullable String upscaler,
            @Nullable BigDecimal scale) {
        return new Derivation(
                method,
                wanted.requestId(),
                wanted.imageIndex(),
                wanted.sha256(),
                denoisingStrength,
                upscaler,
                scale);
    }

    private static Settings with(
            Settings s, long seed, @Nullable String modelHash, @Nullable Derivation derivation) {
        return new Settings(
                s.prompt(),
                s.negativePrompt(),
                s.model(),
                modelHash,
                s.loras(),
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                seed,
                s.width(),
                s.height(),
                s.imageCount(),
                derivation);
    }
}
