package dev.easel.generator.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.protocol.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whether the back end did what it was told; it never says when it did not. */
final class RenderCheck {
    private RenderCheck() {}

    /** What the pictures are worth. */
    sealed interface Verdict {
        record Good(List<Picture> pictures, @Nullable String modelHash, String rawInfo)
                implements Verdict {}

        /** Another try may bring better ones. */
        record Poor(Trouble trouble, String message) implements Verdict {}

        /** The back end would do the same again. */
        record Mismatch(String message) implements Verdict {}
    }

    static Verdict check(RenderReply.Pictures reply, Settings wanted, Catalogue catalogue) {
        var details = reply.details();
        var different = different(details, wanted, catalogue);
        if (!different.isEmpty()) {
            return new Verdict.Mismatch(
                    "AUTOMATIC1111 rendered something else: " + String.join("; ", different));
        }
        var first = Math.max(0, details.path("index_of_first_image").asInt(0));
        var count = wanted.imageCount();
        if (reply.images().size() < first + count) {
            return new Verdict.Poor(
                    Trouble.TOO_FEW_IMAGES,
                    "AUTOMATIC1111 returned %d of %d images; somebody else may have interrupted it"
                            .formatted(Math.max(0, reply.images().size() - first), count));
        }
        var pictures = new ArrayList<Picture>();
        for (var i = 0; i < count; i++) {
            switch (picture(reply.images().get(first + i), first + i, i, details, wanted)) {
                case Looked.Fine(var picture) -> pictures.add(picture);
                case Looked.Bad(var verdict) -> {
                    return verdict;
                }
            }
        }
        var missing = missingLoras(pictures, wanted, catalogue);
        return missing.isEmpty()
                ? new Verdict.Good(
                        List.copyOf(pictures),
                        details.path("sd_model_hash").asText(null),
                        reply.rawInfo())
                : new Verdict.Mismatch(
                        "AUTOMATIC1111 did not load the LoRAs " + String.join(", ", missing));
    }

    private static List<String> different(JsonNode details, Settings wanted, Catalogue catalogue) {
        var different = new ArrayList<String>();
        var name = details.path("sd_model_name").asText("");
        var hash = details.path("sd_model_hash").asText("");
        var checkpoint =
                catalogue.checkpoints().stream()
                        .filter(each -> each.name().equals(wanted.model()))
                        .findFirst();
        if (!name.isEmpty() && checkpoint.isPresent() && !checkpoint.get().rendered(name, hash)) {
            different.add(
                    "model %s instead of %s (installed: %s)"
                            .formatted(name, wanted.model(), some(catalogue.modelNames())));
        }
        var sampler = details.path("sampler_name").asText(wanted.sampler());
        var joined = wanted.sampler() + " " + wanted.scheduler();
        if (!sampler.equals(wanted.sampler()) && !sampler.equals(joined)) {
            different.add("sampler %s instead of %s".formatted(sampler, wanted.sampler()));
        }
        scheduler(details)
                .filter(used -> otherScheduler(used, wanted))
                .ifPresent(used ->
                        different.add(
                                "scheduler %s instead of %s".formatted(used, wanted.scheduler())));
        return different;
    }

    /** Under Automatic the sampler's own choice is what was asked for. */
    private static boolean otherScheduler(String used, Settings wanted) {
        return wanted.scheduler() != null
                && !wanted.scheduler().equals("Automatic")
                && !used.equals(wanted.scheduler());
    }

    private static Optional<String> scheduler(JsonNode details) {
        return Infotext.parse(details.path("infotexts").path(0).asText("")).value("Schedule type");
    }

    private sealed interface Looked {
        record Fine(Picture picture) implements Looked {}

        record Bad(Verdict verdict) implements Looked {}
    }

    private static Looked picture(
            byte[] bytes, int position, int index, JsonNode details, Settings wanted) {
        Png png;
        try {
            png = Png.read(bytes);
        } catch (Png.Broken e) {
            return new Looked.Bad(
                    e.notPng()
                            ? new Verdict.Mismatch(
                                    e.getMessage()
                                            + " (set AUTOMATIC1111's file format for images to"
                                            + " png)")
                            : new Verdict.Poor(
                                    Trouble.GARBAGE,
                                    "image " + (index + 1) + ": " + e.getMessage()));
        }
        if (png.width() != wanted.width() || png.height() != wanted.height()) {
            return new Looked.Bad(
                    new Verdict.Mismatch(
                            "AUTOMATIC1111 returned %dx%d instead of %dx%d"
                                    .formatted(
                                            png.width(),
                                            png.height(),
                                            wanted.width(),
                                            wanted.height())));
        }
        if (png.black()) {
            return new Looked.Bad(
                    new Verdict.Poor(
                            Trouble.BLACK_IMAGE,
                            "image %d is black; AUTOMATIC1111 may need --no-half-vae"
                                    .formatted(index + 1)));
        }
        var seed = details.path("all_seeds").path(index).asLong(wanted.seed() + index);
        var told = details.path("infotexts").path(position).asText("");
        var named = png.infotext() == null && !told.isBlank() ? png.with(told) : png;
        return new Looked.Fine(
                new Picture(
                        index,
                        named.bytes(),
                        seed,
                        png.width(),
                        png.height(),
                        named.infotext() == null ? "" : named.infotext()));
    }

    private static List<String> missingLoras(
            List<Picture> pictures, Settings wanted, Catalogue catalogue) {
        if (!catalogue.tellsLoras() || wanted.loras().isEmpty()) {
            return List.of();
        }
        var loaded = Infotext.parse(pictures.getFirst().infotext()).loras();
        return wanted.loras().stream()
                .map(each -> each.name().replaceAll("[:,]", ""))
                .filter(name -> !loaded.contains(name))
                .toList();
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(8, names.size())));
    }
}
