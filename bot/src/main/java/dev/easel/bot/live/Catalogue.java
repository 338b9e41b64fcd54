package dev.easel.bot.live;

import dev.easel.protocol.client.LoraList;
import dev.easel.protocol.client.ModelList;
import dev.easel.protocol.client.SamplerList;
import dev.easel.protocol.client.SchedulerList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that can be chosen, in memory, since whoever types waits for them. What is known last
 * stays known while api is away; whatever is chosen is checked again where it is used.
 */
public final class Catalogue {
    private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

    private static final String MODELS = "/api/v1/models";
    private static final Duration EVERY = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** More than anyone scrolls through; api gives so many at once. */
    private static final int LORAS_MAX = 1000;

    private final Api api;
    private final String pool;
    private volatile List<ModelList.Model> models = List.of();
    private volatile List<String> samplers = List.of();
    private volatile List<String> schedulers = List.of();
    private volatile List<String> loras = List.of();

    /**
     * @param pool whose back ends are asked
     */
    public Catalogue(Api api, String pool) {
        this.api = api;
        this.pool = pool;
    }

    public List<ModelList.Model> models() {
        return models;
    }

    /** What the pool's back ends list now; absent if they do not all say so in time. */
    public Optional<List<ModelList.Model>> modelsNow(Duration max) {
        try {
            return api.found(MODELS + "?pool=" + Api.encode(pool), ModelList.class, max)
                    .filter(ModelList::complete)
                    .map(ModelList::models);
        } catch (Api.ApiUnavailable e) {
            log.atDebug().addKeyValue("cause", e.getMessage()).log("models not read");
            return Optional.empty();
        }
    }

    public List<String> modelNames() {
        return models.stream().map(ModelList.Model::name).toList();
    }

    public List<String> samplers() {
        return samplers;
    }

    public List<String> schedulers() {
        return schedulers;
    }

    public List<String> loras() {
        return loras;
    }

    /** Reads the lists again and again until its thread is interrupted. */
    public void keepFresh() {
        try {
            while (true) {
                Thread.sleep(refresh() ? EVERY : RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads each list once; one that cannot be read stays as it was. False if there was one. */
    boolean refresh() {
        var in = "?pool=" + Api.encode(pool);
        boolean read =
                reads(() -> {
                    var list = list(MODELS + in, ModelList.class);
                    models = known(list.models(), list.complete(), models);
                });
        read &=
                reads(() -> {
                    var list = list("/api/v1/samplers" + in, SamplerList.class);
                    var names = list.samplers().stream().map(SamplerList.Sampler::name).toList();
                    samplers = known(names, list.complete(), samplers);
                });
        read &=
                reads(() -> {
                    var list = list("/api/v1/schedulers" + in, SchedulerList.class);
                    var names =
                            list.schedulers().stream().map(SchedulerList.Scheduler::name).toList();
                    schedulers = known(names, list.complete(), schedulers);
                });
        read &=
                reads(() ->
                        loras =
                                list("/api/v1/loras?limit=" + LORAS_MAX, LoraList.class)
                                        .loras()
                                        .stream()
                                        .map(LoraList.Metadata::name)
                                        .toList());
        return read;
    }

    /** While no back end answers, what it listed last is the best guess. */
    private static <T> List<T> known(List<T> now, boolean complete, List<T> before) {
        return now.isEmpty() && !complete ? before : now;
    }

    private <T> T list(String path, Class<T> type) {
        return api.found(path, type).orElseThrow(() -> new Api.ApiUnavailable("no " + path));
    }

    private static boolean reads(Runnable list) {
        try {
            list.run();
            return true;
        } catch (Api.ApiUnavailable e) {
            log.atDebug().addKeyValue("cause", e.getMessage()).log("names not read");
            return false;
        }
    }
}
