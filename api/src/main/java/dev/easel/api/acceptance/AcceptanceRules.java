package dev.easel.api.acceptance;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.history.Found;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides from a spec and what the pool's back ends have. Pure. */
final class AcceptanceRules {
    private static final int NAMES_SHOWN_MAX = 12;

    private AcceptanceRules() {}

    static Verdict poolNotFound(String name, Collection<String> pools) {
        var there =
                pools.isEmpty()
                        ? "There is no GenerationPool in this namespace yet."
                        : "There are: " + listed(pools.stream().sorted().toList()) + ".";
        return Verdict.no(
                Reason.POOL_NOT_FOUND,
                "The pool " + name + " does not exist. " + there + " Name one in spec.poolRef.");
    }

    static Optional<Verdict> withoutCatalogue(GenerationRequestSpec spec) {
        return namesSomething(spec.parameters())
                ? Optional.empty()
                : Optional.of(
                        Verdict.yes(
                                Reason.VALID,
                                spec.action() == Action.GENERATE
                                        ? "The pool exists and the request names nothing else."
                                        : "The pool exists, and so does what the request starts"
                                                + " from."));
    }

    static Optional<Verdict> sourceMissing(Found found) {
        return found instanceof Found.Missing(var why)
                ? Optional.of(Verdict.no(Reason.SOURCE_NOT_FOUND, why))
                : Optional.empty();
    }

    /**
     * The sides that hold where a request gives none.
     *
     * @param whose a genitive for the message
     */
    record Sides(int width, int height, String whose) {}

    /** Empty while the generation to start from is not finished: nobody knows its sides yet. */
    static Optional<Sides> given(Optional<Found> found, Installation installation) {
        if (found.isEmpty()) {
            return Optional.of(
                    new Sides(
                            installation.width(),
                            installation.height(),
                            "this installation's defaults"));
        }
        return found.get() instanceof Found.Ready ready
                ? Optional.of(
                        new Sides(
                                ready.width(),
                                ready.height(),
                                "the sides of the generation that it starts from"))
                : Optional.empty();
    }

    /**
     * The schema knows neither defaults nor earlier generations; with their sides a fixed count may
     * be too many. A count that is left out is lowered when the work is given out.
     */
    static Optional<Verdict> tooManyPixels(@Nullable Parameters parameters, Optional<Sides> given) {
        if (parameters == null || parameters.imageCount() == null || given.isEmpty()) {
            return Optional.empty();
        }
        var sides = given.get();
        var width = parameters.width() == null ? sides.width() : parameters.width();
        var height = parameters.height() == null ? sides.height() : parameters.height();
        var pixels = (long) width * height;
        if (pixels * parameters.imageCount() <= Parameters.PIXELS_MAX) {
            return Optional.empty();
        }
        return Optional.of(
                Verdict.no(
                        Reason.POLICY_DENIED,
                        "spec.parameters: width x height x imageCount must be at most "
                                + Parameters.PIXELS_MAX
                                + " pixels, and with "
                                + sides.whose()
                                + " it is "
                                + width
                                + " x "
                                + height
                                + " x "
                                + parameters.imageCount()
                                + ". Lower imageCount to "
                                + Math.max(1, Parameters.PIXELS_MAX / pixels)
                                + ", leave it out, or give smaller sides."));
    }

    /**
     * Something is missing only if no back end of the pool has it and all could be read.
     *
     * @param unreadable how many back ends of the pool could not be read
     */
    static Verdict withCatalogues(
            Parameters parameters, List<Catalogue> catalogues, int unreadable) {
        var missing = missing(parameters, catalogues);
        if (missing.isEmpty() && !catalogues.isEmpty()) {
            return Verdict.yes(Reason.VALID, "Everything that the request names is installed.");
        }
        if (unreadable > 0) {
            return Verdict.yes(
                    Reason.UNCHECKED,
                    "The back end did not tell what it has; the request is checked again when its"
                            + " turn comes.");
        }
        return missing.get();
    }

    private static Optional<Verdict> missing(Parameters parameters, List<Catalogue> catalogues) {
        return Stream.of(
                        check(
                                "model",
                                Reason.MODEL_NOT_FOUND,
                                parameters.model(),
                                catalogues,
                                Catalogue::models),
                        check(
                                "sampler",
                                Reason.SAMPLER_NOT_FOUND,
                                parameters.sampler(),
                                catalogues,
                                Catalogue::samplers),
                        check(
                                "scheduler",
                                Reason.SCHEDULER_NOT_FOUND,
                                parameters.scheduler(),
                                catalogues,
                                Catalogue::schedulers),
                        parameters.loras().stream()
                                .flatMap(lora ->
                                        check(
                                                "LoRA",
                                                Reason.LORA_NOT_FOUND,
                                                lora.name(),
                                                catalogues,
                                                Catalogue::loras)))
                .flatMap(Function.identity())
                .findFirst();
    }

    private static Stream<Verdict> check(
            String kind,
            Reason reason,
            @Nullable String name,
            List<Catalogue> catalogues,
            Function<Catalogue, List<Catalogue.Entry>> part) {
        if (name == null) {
            return Stream.empty();
        }
        var entries = catalogues.stream().flatMap(c -> part.apply(c).stream()).toList();
        if (entries.stream().anyMatch(e -> e.names().contains(name))) {
            return Stream.empty();
        }
        return Stream.of(
                Verdict.no(
                        reason,
                        "The "
                                + kind
                                + " "
                                + name
                                + " is not installed. "
                                + wayOut(name, entries)));
    }

    private static String wayOut(String name, List<Catalogue.Entry> entries) {
        if (entries.isEmpty()) {
            return "None is: leave it out.";
        }
        var names = entries.stream().map(Catalogue.Entry::shown).distinct().sorted().toList();
        var nearest = NearestNames.to(name, names);
        return nearest.isEmpty()
                ? "There are: " + listed(names) + "."
                : "Did you mean " + String.join(" or ", nearest) + "?";
    }

    private static String listed(List<String> names) {
        return names.size() <= NAMES_SHOWN_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_SHOWN_MAX))
                        + " and "
                        + (names.size() - NAMES_SHOWN_MAX)
                        + " more";
    }

    private static boolean namesSomething(@Nullable Parameters parameters) {
        return parameters != null
                && (parameters.model() != null
                        || parameters.sampler() != null
                        || parameters.scheduler() != null
                        || !parameters.loras().isEmpty());
    }
}
