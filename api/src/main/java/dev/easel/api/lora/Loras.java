package dev.easel.api.lora;

import dev.easel.api.ApiConfig;
import dev.easel.api.Database;
import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.catalogue.Catalogue;
import dev.easel.api.catalogue.Catalogues;
import dev.easel.api.catalogue.FreeText;
import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.cluster.Resources;
import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.IdempotencyKey;
import dev.easel.api.http.QueryFields;
import dev.easel.crds.v1alpha1.GenerationPoolSpec.Backend;
import dev.easel.protocol.Lora;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.LoraEntry;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of LoRAs: from the directory where there is one, else only from what back ends
 * list.
 */
public final class Loras implements AutoCloseable {
    private static final String LORAS = "/api/v1/loras";
    private static final Duration PREPARE_MAX = Duration.ofSeconds(1);
    private static final int QUERY_CHARS_MAX = 200;
    private static final int NAME_CHARS_MAX = 253;
    private static final int LIMIT_MAX = 1000;
    private static final int ENTRIES_MAX = 100;
    private static final int DESCRIPTION_CHARS_MAX = 300;
    private static final int TRIGGERS_MAX = 5;

    private final LoraStore store;
    private final Resources resources;
    private final Catalogues catalogues;
    private final @Nullable LoraScans scans;

    public Loras(
            Database database,
            Resources resources,
            Catalogues catalogues,
            ApiConfig.Loras config,
            BooleanSupplier leads,
            Clock clock) {
        this.store = new LoraStore(database.jdbi());
        this.resources = resources;
        this.catalogues = catalogues;
        var directory = config.directory();
        this.scans =
                directory == null
                        ? null
                        : new LoraScans(
                                database,
                                store,
                                config,
                                new LoraDirectory(directory),
                                leads,
                                clock);
    }

    public void start() {
        if (scans != null) {
            scans.start();
        }
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get(LORAS, access.with(Scope.READ, this::list));
        routing.post(LORAS + "/scan", access.with(Scope.ADMIN, this::scan));
    }

    private void list(ServerRequest request, ServerResponse response, Caller caller) {
        var wanted = wanted(request);
        var reading = catalogues.read(backends());
        var rows = scans == null ? List.<LoraRow>of() : store.all();
        Exchange.send(
                response,
                Status.OK_200,
                LoraListing.page(
                        LoraListing.sorted(rows, reading, wanted),
                        wanted,
                        scans == null ? null : store.lastReport().orElse(null)));
    }

    private void scan(ServerRequest request, ServerResponse response, Caller caller) {
        if (scans == null) {
            throw ApiProblem.of(
                    Status.CONFLICT_409,
                    "NoLoraDirectory",
                    "There is no LoRA directory to scan.",
                    "The catalogue is what the back ends list. Set EASEL_LORA_DIRECTORY (in the"
                            + " chart api.loras) to a directory of LoRA files to know more.");
        }
        IdempotencyKey.check(request);
        scans.ask();
        Exchange.send(response, Status.ACCEPTED_202, Map.of("state", "requested"));
    }

    private List<Backend> backends() {
        var byUrl = new TreeMap<String, Backend>();
        for (var pool : resources.pools()) {
            pool.getSpec().backends().forEach(b -> byUrl.putIfAbsent(b.automatic1111URL(), b));
        }
        return List.copyOf(byUrl.values());
    }

    private static LoraListing.Wanted wanted(ServerRequest request) {
        var query = request.query();
        var cursor = query.first("cursor").orElse(null);
        return new LoraListing.Wanted(
                Objects.requireNonNullElse(QueryFields.text(query, "q", QUERY_CHARS_MAX), ""),
                QueryFields.text(query, "model", NAME_CHARS_MAX),
                query.first("limit").map(Loras::limit).orElse(null),
                cursor == null
                        ? null
                        : LoraListing.nameOf(cursor)
                                .orElseThrow(() ->
                                        ApiProblem.invalid(
                                                "cursor",
                                                "cursor must be a next_cursor of an earlier"
                                                        + " answer: leave it out for the first"
                                                        + " page.")));
    }

    private static Integer limit(String text) {
        if (text.matches("[0-9]{1,4}")) {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        }
        throw ApiProblem.invalid(
                "limit",
                "limit must be from 1 to " + LIMIT_MAX + ": leave it out for all there are.");
    }

    /** What is known of each, by name; empty where there is no directory. */
    public Map<String, LoraCard> cards() {
        return scans == null ? Map.of() : store.cards();
    }

    /** Has the back end's list read, if that takes no more than a moment. */
    public void prepare(String automatic1111Url) {
        try {
            Thread.ofVirtual()
                    .name("lora-prepare")
                    .start(() -> catalogues.of(automatic1111Url))
                    .join(PREPARE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What a generator is told: of all LoRAs that its back end has if they are few, else of those
     * that matter most here. Asks no back end; one that was never read is taken to have everything.
     */
    public List<LoraEntry> entries(
            Handle handle,
            String automatic1111Url,
            @Nullable String instruction,
            ResolvedParameters parameters) {
        var candidates = candidates(handle, catalogues.latest(automatic1111Url));
        var about =
                new LoraRanking.About(
                        instruction == null ? "" : instruction,
                        named(parameters.loras()),
                        family(parameters.model()),
                        candidates.size() <= ENTRIES_MAX ? Map.of() : LoraStore.usesLately(handle));
        return LoraRanking.best(candidates, about, ENTRIES_MAX).stream().map(Loras::entry).toList();
    }

    private List<LoraRanking.Candidate> candidates(Handle handle, Optional<Catalogue> live) {
        var cards =
                scans == null
                        ? Map.<String, LoraCard>of()
                        : LoraStore.all(handle).stream()
                                .collect(Collectors.toMap(LoraRow::name, LoraRow::card));
        var candidates = new ArrayList<LoraRanking.Candidate>();
        if (live.isEmpty()) {
            cards.forEach((name, card) -> candidates.add(new LoraRanking.Candidate(name, card)));
            return candidates;
        }
        for (var entry : live.get().loras()) {
            var listed = entry.card() == null ? LoraCard.EMPTY : entry.card();
            candidates.add(
                    new LoraRanking.Candidate(
                            entry.shown(), cards.getOrDefault(entry.shown(), listed)));
        }
        return candidates;
    }

    private static Set<String> named(@Nullable Resolved<List<Lora>> loras) {
        return loras == null
                ? Set.of()
                : loras.value().stream().map(Lora::name).collect(Collectors.toSet());
    }

    private static ModelFamily family(@Nullable Resolved<String> model) {
        return model == null ? ModelFamily.UNKNOWN : ModelFamily.ofCheckpoint(model.value());
    }

    private static LoraEntry entry(LoraRanking.Candidate candidate) {
        var card = candidate.card();
        var description = card.description();
        return new LoraEntry(
                candidate.name(),
                description == null ? null : FreeText.cut(description, DESCRIPTION_CHARS_MAX),
                card.triggers().stream().limit(TRIGGERS_MAX).toList(),
                card.family(),
                card.weight());
    }

    @Override
    public void close() {
        if (scans != null) {
            scans.close();
        }
    }
}
