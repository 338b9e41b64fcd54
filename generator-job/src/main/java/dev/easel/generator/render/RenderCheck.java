package dev.easel.generator.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.protocol.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out whether the back end did what it was told; it never says when it did not. */
final class RenderCheck {
    private static final BigDecimal CFG_TOLERANCE = new BigDecimal("0.01");

    private final RenderWork work;
    private final RenderCall call;
    private final Settings wanted;
    private final Catalogue catalogue;
    private final Set<RenderNotice> notices = new LinkedHashSet<>();

    RenderCheck(RenderWork work, RenderCall call) {
        this.work = work;
        this.call = call;
        this.wanted = work.settings();
        this.catalogue = work.order().catalogue();
    }

    /** What the pictures are worth. */
    sealed interface Verdict {
        record Good(
                List<Picture> pictures,
                @Nullable String modelHash,
                String rawInfo,
                List<RenderNotice> notices)
                implements Verdict {}

        /** Another try may bring better ones. */
        record Poor(Trouble trouble, String message) implements Verdict {}

        /** The back end would do the same again. */
        record Mismatch(String message) implements Verdict {}
    }

    Verdict check(RenderReply.Pictures reply) {
        var details = reply.details();
        var different = call.enlarges() ? List.<String>of() : different(details);
        if (!different.isEmpty()) {
            return new Verdict.Mismatch(
                    "AUTOMATIC1111 rendered something else: " + String.join("; ", different));
        }
        // A grid may come first, and extensions append what they like.
        var first = Math.max(0, details.path("index_of_first_image").asInt(0));
        if (reply.images().size() - first < call.images()) {
            return new Verdict.Poor(
                    Trouble.TOO_FEW_IMAGES,
                    "AUTOMATIC1111 returned %d of %d images; somebody else may have interrupted it"
                            .formatted(Math.max(0, reply.images().size() - first), call.images()));
        }
        var pictures = new ArrayList<Picture>();
        for (var i = 0; i < call.images(); i++) {
            switch (picture(reply.images().get(first + i), first + i, i, details)) {
                case Looked.Fine(var picture) -> pictures.add(picture);
                case Looked.Bad(var verdict) -> {
                    return verdict;
                }
            }
        }
        var missing = missingLoras(pictures.getFirst());
        return missing.isEmpty()
                ? new Verdict.Good(
                        List.copyOf(pictures),
                        call.enlarges()
                                ? wanted.modelHash()
                                : details.path("sd_model_hash").asText(null),
                        reply.rawInfo(),
                        List.copyOf(notices))
                : new Verdict.Mismatch(
                        "AUTOMATIC1111 did not load the LoRAs " + String.join(", ", missing));
    }

    private List<String> different(JsonNode details) {
        var different = new ArrayList<String>();
        var told = Infotext.parse(details.path("infotexts").path(0).asText(""));
        model(details, told).ifPresent(different::add);
        var sampler = details.path("sampler_name").asText(wanted.sampler());
        var joined = wanted.sampler() + " " + wanted.scheduler();
        if (!sampler.equals(wanted.sampler())
                && !sampler.equals(joined)
                && !wanted.sampler().equalsIgnoreCase("default")) {
            different.add("sampler %s instead of %s".formatted(sampler, wanted.sampler()));
        }
        told.value("Schedule type")
                .filter(this::otherScheduler)
                .ifPresent(used ->
                        different.add(
                                "scheduler %s instead of %s".formatted(used, wanted.scheduler())));
        var steps = details.path("steps").asInt(wanted.steps());
        if (steps != wanted.steps()) {
            different.add("%d steps instead of %d".formatted(steps, wanted.steps()));
        }
        var cfg = details.path("cfg_scale").decimalValue();
        if (details.path("cfg_scale").isNumber()
                && cfg.subtract(wanted.cfgScale()).abs().compareTo(CFG_TOLERANCE) > 0) {
            different.add("CFG scale %s instead of %s".formatted(cfg, wanted.cfgScale()));
        }
        var seed = details.path("seed").asLong(wanted.seed());
        if (seed != wanted.seed()) {
            different.add("seed %d instead of %d".formatted(seed, wanted.seed()));
        }
        return different;
    }

    private Optional<String> model(JsonNode details, Infotext told) {
        var name = details.path("sd_model_name").asText(told.value("Model").orElse(""));
        var hash = details.path("sd_model_hash").asText(told.value("Model hash").orElse(""));
        return catalogue.checkpoints().stream()
                .filter(each -> each.name().equals(wanted.model()))
                .findFirst()
                .filter(each -> !name.isEmpty() && !each.rendered(name, hash))
                .map(_ ->
                        "model %s instead of %s (installed: %s)"
                                .formatted(name, wanted.model(), some(catalogue.modelNames())));
    }

    /** Under Automatic the sampler's own choice is what was asked for. */
    private boolean otherScheduler(String used) {
        return wanted.scheduler() != null
                && !wanted.scheduler().equals("Automatic")
                && !wanted.scheduler().equalsIgnoreCase("default")
                && !used.equals(wanted.scheduler())
                && !used.equals(catalogue.schedulerName(wanted.scheduler()));
    }

    private sealed interface Looked {
        record Fine(Picture picture) implements Looked {}

        record Bad(Verdict verdict) implements Looked {}
    }

    private Looked picture(byte[] bytes, int position, int index, JsonNode details) {
        if (ImageKind.of(bytes) == ImageKind.WEBP) {
            return new Looked.Bad(
                    new Verdict.Mismatch(
                            "AUTOMATIC1111 sends WebP, which Easel does not read; set its option"
                                    + " samples_format (Settings, Saving images, File format for"
                                    + " images) to png"));
        }
        Png png;
        try {
            png = decoded(bytes);
        } catch (Png.Broken e) {
            return poor(Trouble.GARBAGE, "image " + (index + 1) + ": " + e.getMessage());
        }
        if (png.width() != call.width() || png.height() != call.height()) {
            return new Looked.Bad(
                    new Verdict.Mismatch(
                            "AUTOMATIC1111 returned %dx%d instead of %dx%d"
                                    .formatted(
                                            png.width(),
                                            png.height(),
                                            call.width(),
                                            call.height())));
        }
        if (png.blank()) {
            return poor(
                    Trouble.BLANK_IMAGE,
                    "image %d is %s; AUTOMATIC1111 may need --no-half-vae"
                            .formatted(index + 1, png.black() ? "black" : "of one colour"));
        }
        return new Looked.Fine(signed(png, position, index, details));
    }

    private Png decoded(byte[] bytes) throws Png.Broken {
        if (ImageKind.of(bytes) != ImageKind.JPEG) {
            return Png.read(bytes);
        }
        notices.add(RenderNotice.CONVERTED_FROM_JPEG);
        return Png.read(Jpeg.toPng(bytes));
    }

    private static Looked poor(Trouble trouble, String message) {
        return new Looked.Bad(new Verdict.Poor(trouble, message));
    }

    private Picture signed(Png png, int position, int index, JsonNode details) {
        var seed = details.path("all_seeds").path(index).asLong(wanted.seed() + index);
        var told = details.path("infotexts").path(position).asText("");
        var named = png;
        var derivation = wanted.derivation();
        if (call.enlarges() && derivation != null) {
            named = png.withInfotext(Account.ofEnlarged(sourceText(), derivation));
        } else if (png.infotext() == null) {
            var hash = details.path("sd_model_hash").asText(null);
            named =
                    png.withInfotext(
                            told.isBlank() ? Account.of(wanted, catalogue, seed, hash) : told);
        }
        var signed = named.withOwn(work.order().origin().text());
        var infotext = signed.infotext();
        return new Picture(
                index,
                signed.bytes(),
                seed,
                png.width(),
                png.height(),
                infotext == null ? "" : infotext,
                png.pixelsSha256());
    }

    private @Nullable String sourceText() {
        var source = work.source();
        return source == null ? null : source.infotext();
    }

    private List<String> missingLoras(Picture picture) {
        if (wanted.loras().isEmpty() || call.enlarges() || !catalogue.flavour().readsLoraTags()) {
            return List.of();
        }
        var loaded = Infotext.parse(picture.infotext()).loras();
        if (!catalogue.tellsLoras() && loaded.isEmpty()) {
            notices.add(RenderNotice.LORAS_UNCONFIRMED);
            return List.of();
        }
        return wanted.loras().stream()
                .map(each -> each.name().replaceAll("[:,]", "").strip())
                .filter(name -> !loaded.contains(name))
                .toList();
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(8, names.size())));
    }
}
