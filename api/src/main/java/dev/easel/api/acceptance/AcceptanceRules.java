package dev.easel.api.acceptance;

import dev.easel.api.catalogue.NameCheck;
import dev.easel.api.catalogue.Named;
import dev.easel.api.history.Found;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides from a spec and what the pool's back ends have. Pure. */
final class AcceptanceRules {
    private static final int POOLS_MAX = 12;

    private AcceptanceRules() {}

    static Verdict poolNotFound(String name, Collection<String> pools) {
        var there =
                pools.isEmpty()
                        ? "There is no GenerationPool in this namespace yet."
                        : "There are: " + NameCheck.listed(pools.stream().sorted().toList()) + ".";
        return Verdict.no(
                Reason.POOL_NOT_FOUND,
                "The pool " + name + " does not exist. " + there + " Name one in spec.poolRef.",
                pools.isEmpty()
                        ? Map.of("name", name)
                        : Map.of(
                                "name",
                                name,
                                "installed",
                                String.join(
                                        "\n", pools.stream().sorted().limit(POOLS_MAX).toList())));
    }

    static Optional<Verdict> sourceMissing(Found found) {
        return found instanceof Found.Missing(var why, var params)
                ? Optional.of(Verdict.no(Reason.SOURCE_NOT_FOUND, why, params))
                : Optional.empty();
    }

    /**
     * The sides that hold where a request gives none.
     *
     * @param whose a genitive for the message
     */
    record Sides(int width, int height, String whose) {}

    /** Empty while the generation to start from is not finished: nobody knows its sides yet. */
    static Optional<Sides> given(Optional<Found> found, ResolvedParameters resolved) {
        if (found.isEmpty()) {
            return Optional.of(
                    new Sides(
                            resolved.width().value(),
                            resolved.height().value(),
                            "the settings and defaults that hold here"));
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
     * The schema knows neither settings nor earlier generations; with their sides a fixed count may
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
        var fitting = Math.max(1, Parameters.PIXELS_MAX / pixels);
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
                                + fitting
                                + ", leave it out, or give smaller sides.",
                        Map.of(
                                "bound_max",
                                String.valueOf(Parameters.PIXELS_MAX),
                                "width",
                                String.valueOf(width),
                                "height",
                                String.valueOf(height),
                                "image_count",
                                String.valueOf(parameters.imageCount()),
                                "nearest",
                                String.valueOf(fitting))));
    }

    /**
     * @param waiting of the same user, without this one
     */
    static Optional<Verdict> tooManyWaiting(int waiting, int waitingMax) {
        return waiting < waitingMax
                ? Optional.empty()
                : Optional.of(
                        Verdict.no(
                                Reason.USER_LIMIT_EXCEEDED,
                                "This user has "
                                        + waiting
                                        + " requests waiting, and may have "
                                        + waitingMax
                                        + ". Wait until one of them starts, or cancel one, and ask"
                                        + " again.",
                                Map.of(
                                        "bound_max",
                                        String.valueOf(waitingMax),
                                        "value",
                                        String.valueOf(waiting))));
    }

    static Verdict named(NameCheck.Outcome outcome) {
        return switch (outcome) {
            case NameCheck.Outcome.AllInstalled() ->
                    Verdict.yes(
                            Reason.VALID,
                            "Everything that the request and the settings name is installed.");
            case NameCheck.Outcome.Unchecked() ->
                    Verdict.yes(
                            Reason.UNCHECKED,
                            "The back end did not tell what it has; the request is checked again"
                                    + " when its turn comes.");
            case NameCheck.Outcome.Missing missing ->
                    Verdict.no(
                            missing.named().kind().reason(), missing.sentence(), missing.params());
        };
    }

    /** Everything that the request, or settings that hold for it, call by name. */
    static List<Named> names(ResolvedParameters resolved) {
        var names = new ArrayList<Named>();
        add(names, Named.Kind.MODEL, resolved.model());
        add(names, Named.Kind.SAMPLER, resolved.sampler());
        add(names, Named.Kind.SCHEDULER, resolved.scheduler());
        var loras = resolved.loras();
        if (loras != null) {
            loras.value()
                    .forEach(l -> names.add(new Named(Named.Kind.LORA, l.name(), loras.from())));
        }
        return names;
    }

    private static void add(
            List<Named> names, Named.Kind kind, @Nullable Resolved<String> resolved) {
        if (resolved != null) {
            names.add(new Named(kind, resolved.value(), resolved.from()));
        }
    }
}
