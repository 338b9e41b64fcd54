package dev.easel.api.catalogue;

import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.Reason;
import io.helidon.http.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pools by the name that a client gives. */
final class Pools {
    private static final int NAME_CHARS_MAX = 63;

    private Pools() {}

    /** The cache may be a moment behind; only what is really not there is refused. */
    static GenerationPool find(Resources resources, String name) {
        var cached = resources.pool(name);
        if (cached.isPresent()) {
            return cached.get();
        }
        var all = resources.poolsLive();
        return named(all, name).orElseThrow(() -> noPool(name, all));
    }

    private static Optional<GenerationPool> named(List<GenerationPool> pools, String name) {
        return pools.stream().filter(p -> p.getMetadata().getName().equals(name)).findFirst();
    }

    private static ApiProblem noPool(String name, List<GenerationPool> pools) {
        var names = pools.stream().map(p -> p.getMetadata().getName()).sorted().toList();
        var nearest = NearestNames.to(name, names);
        var wayOut =
                names.isEmpty()
                        ? "There is no GenerationPool yet."
                        : nearest.isEmpty()
                                ? "There are: " + NameCheck.listed(names) + "."
                                : "Did you mean " + String.join(" or ", nearest) + "?";
        return ApiProblem.of(
                        Status.NOT_FOUND_404,
                        Reason.POOL_NOT_FOUND.word(),
                        "The pool does not exist.",
                        "There is no pool of that name. " + wayOut)
                .with(
                        Map.of(
                                "name",
                                name.substring(0, Math.min(NAME_CHARS_MAX, name.length())),
                                "nearest",
                                String.join("\n", nearest)));
    }
}
