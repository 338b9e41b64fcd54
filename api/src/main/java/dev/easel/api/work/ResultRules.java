package dev.easel.api.work;

import dev.easel.api.http.ApiProblem;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.ResultReport;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The bounds of what a generator may report. Pure. */
final class ResultRules {
    private static final BigDecimal CFG_MAX = BigDecimal.valueOf(30);

    private ResultRules() {}

    static void check(ResultReport report) {
        require(report.settings() != null, "settings", "is required");
        require(report.composition() != null, "composition", "is required");
        require(
                report.renderer() != null && report.renderer().rawInfo() != null,
                "renderer",
                "is required, with its rawInfo");
        settings(report.settings());
        images(report);
    }

    private static void images(ResultReport report) {
        var count = report.images().size();
        require(count >= 1 && count <= 8, "images", "must be 1 to 8");
        var indexes = report.images().stream().map(ResultReport.Image::index).sorted().toList();
        for (int i = 0; i < count; i++) {
            require(indexes.get(i) == i, "images", "must have the indexes 0, 1, 2, …, each once");
        }
        for (var image : report.images()) {
            require(image.sha256() != null, "images.sha256", "is required");
            require(image.infotext() != null, "images.infotext", "is required");
            require(
                    image.seed() >= 0 && image.seed() <= 4294967295L + 7,
                    "images.seed",
                    "must be from 0 to 2^32+6");
        }
    }

    private static void settings(Settings settings) {
        require(given(settings.prompt()), "settings.prompt", "is required");
        require(settings.negativePrompt() != null, "settings.negativePrompt", "is required");
        require(given(settings.model()), "settings.model", "is required");
        require(given(settings.sampler()), "settings.sampler", "is required");
        require(settings.steps() >= 1 && settings.steps() <= 150, "settings.steps", "1 to 150");
        require(
                settings.cfgScale() != null
                        && settings.cfgScale().compareTo(BigDecimal.ONE) >= 0
                        && settings.cfgScale().compareTo(CFG_MAX) <= 0,
                "settings.cfgScale",
                "must be from 1.0 to 30.0");
        require(
                settings.seed() >= 0 && settings.seed() <= 4294967295L,
                "settings.seed",
                "must be from 0 to 2^32-1");
        require(side(settings.width()), "settings.width", "must be a multiple of 8, 64 to 2048");
        require(side(settings.height()), "settings.height", "must be a multiple of 8, 64 to 2048");
        require(
                settings.imageCount() >= 1 && settings.imageCount() <= 8,
                "settings.imageCount",
                "must be from 1 to 8");
    }

    private static boolean side(int pixels) {
        return pixels >= 64 && pixels <= 2048 && pixels % 8 == 0;
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw ApiProblem.invalid(field, field + " " + rule + ".");
        }
    }
}
