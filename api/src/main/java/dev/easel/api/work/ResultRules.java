package dev.easel.api.work;

import dev.easel.api.http.ApiProblem;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Research;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.ResultReport;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bounds of what a generator may report. Pure. */
final class ResultRules {
    private static final BigDecimal CFG_MAX = BigDecimal.valueOf(30);

    private static final BigDecimal SCALE_MAX = BigDecimal.valueOf(8);
    private static final int FIELDS_MAX = 64;
    private static final int ENTRIES_MAX = 500;
    private static final int TEXT_CHARS_MAX = 20_000;
    private static final String FIELD_RULE = "must be the snake_case name of a setting";
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WEB_ADDRESS =
            Pattern.compile("https?://[^\\s\\x00-\\x1f\\x7f]+", Pattern.CASE_INSENSITIVE);

    private ResultRules() {}

    static void check(ResultReport report) {
        require(report.settings() != null, "settings", "is required");
        require(report.composition() != null, "composition", "is required");
        require(
                report.renderer() != null && report.renderer().rawInfo() != null,
                "renderer",
                "is required, with its rawInfo");
        settings(report.settings());
        composition(report.composition());
        if (report.settings().derivation() != null) {
            derivation(report.settings().derivation());
        }
        if (report.refinement() != null) {
            refinement(report.refinement());
        }
        if (report.research() != null) {
            research(report.research());
        }
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
                    image.pixelsSha256() == null || isSha256(image.pixelsSha256()),
                    "images.pixelsSha256",
                    "must be 64 small hex digits");
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

    private static void composition(ResultReport.Composition composition) {
        require(composition.writer() != null, "composition.writer", "is required");
        require(
                composition.provenance().size() <= FIELDS_MAX
                        && composition.provenance().keySet().stream()
                                .allMatch(ResultRules::isField),
                "composition.provenance",
                "must have at most " + FIELDS_MAX + " names of settings");
    }

    private static void derivation(Derivation derivation) {
        var field = "settings.derivation";
        require(
                derivation.method() != null && derivation.requestId() != null,
                field,
                "must have a method and a request_id");
        require(
                derivation.imageIndex() >= 0 && derivation.imageIndex() <= 7,
                field + ".image_index",
                "must be from 0 to 7");
        require(
                derivation.sha256() != null && isSha256(derivation.sha256()),
                field + ".sha256",
                "must be 64 small hex digits");
        var strength = derivation.denoisingStrength();
        require(
                strength == null
                        ? derivation.method() == Derivation.Method.EXTRAS
                        : within(strength, BigDecimal.ZERO, BigDecimal.ONE),
                field + ".denoising_strength",
                "must be from 0 to 1, and may be left out for extras only");
        require(
                derivation.scale() == null || within(derivation.scale(), BigDecimal.ONE, SCALE_MAX),
                field + ".scale",
                "must be from 1 to " + SCALE_MAX);
        texts(field + ".upscaler", Stream.ofNullable(derivation.upscaler()));
    }

    private static void refinement(Refinement refinement) {
        require(
                refinement.changed().size() <= ENTRIES_MAX
                        && refinement.kept().size() <= ENTRIES_MAX,
                "refinement",
                "must have at most " + ENTRIES_MAX + " changes and as many things kept");
        for (var change : refinement.changed()) {
            require(isField(change.field()), "refinement.changed.field", FIELD_RULE);
            texts(
                    "refinement.changed",
                    Stream.of(change.before(), change.after()).filter(Objects::nonNull));
        }
        for (var kept : refinement.kept()) {
            require(isField(kept.field()), "refinement.kept.field", FIELD_RULE);
            require(kept.value() != null, "refinement.kept.value", "is required");
            texts("refinement.kept", Stream.of(kept.value()));
        }
    }

    private static void research(Research research) {
        require(research.outcome() != null, "research.outcome", "is required");
        var lists =
                List.of(
                        research.queries(),
                        research.techniques(),
                        research.loras(),
                        research.sources());
        require(
                lists.stream().allMatch(list -> list.size() <= ENTRIES_MAX)
                        && research.settings().size() <= ENTRIES_MAX,
                "research",
                "must have lists of at most " + ENTRIES_MAX + " entries");
        texts(
                "research",
                Stream.of(research.note(), research.provider(), research.summary())
                        .filter(Objects::nonNull));
        texts("research.queries", research.queries().stream());
        texts("research.techniques", research.techniques().stream());
        texts("research.loras", research.loras().stream());
        texts("research.settings", research.settings().keySet().stream());
        texts("research.settings", research.settings().values().stream());
        for (var source : research.sources()) {
            require(
                    source.title() != null && source.url() != null,
                    "research.sources",
                    "must each have a title and a url");
            texts("research.sources", Stream.of(source.title(), source.url()));
            require(
                    WEB_ADDRESS.matcher(source.url()).matches(),
                    "research.sources.url",
                    "must be an address of http or https");
        }
    }

    private static void texts(String field, Stream<String> texts) {
        require(
                texts.allMatch(text -> text.length() <= TEXT_CHARS_MAX),
                field,
                "must have texts of at most " + TEXT_CHARS_MAX + " characters");
    }

    private static boolean isField(@Nullable String name) {
        return name != null && FIELD.matcher(name).matches();
    }

    private static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    private static boolean within(BigDecimal value, BigDecimal min, BigDecimal max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
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
