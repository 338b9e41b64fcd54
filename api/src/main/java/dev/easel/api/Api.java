package dev.easel.api;

import dev.easel.api.acceptance.Acceptance;
import dev.easel.api.audit.AuditEndpoint;
import dev.easel.api.auth.ApiKeys;
import dev.easel.api.auth.Auth;
import dev.easel.api.auth.TokenReviews;
import dev.easel.api.catalogue.BackendEndpoint;
import dev.easel.api.catalogue.CatalogueEndpoint;
import dev.easel.api.catalogue.Catalogues;
import dev.easel.api.cluster.Leadership;
import dev.easel.api.cluster.Resources;
import dev.easel.api.erasure.ErasureEndpoint;
import dev.easel.api.erasure.Sweeper;
import dev.easel.api.generation.Details;
import dev.easel.api.generation.Erasures;
import dev.easel.api.generation.GenerationEndpoint;
import dev.easel.api.generation.Listing;
import dev.easel.api.generation.Mirror;
import dev.easel.api.generation.Requests;
import dev.easel.api.generation.SubmissionEndpoint;
import dev.easel.api.http.Bounds;
import dev.easel.api.http.CallLog;
import dev.easel.api.http.Exchange;
import dev.easel.api.http.Problems;
import dev.easel.api.image.Blobs;
import dev.easel.api.image.DirectoryBlobs;
import dev.easel.api.image.ImageEndpoint;
import dev.easel.api.image.ImageStore;
import dev.easel.api.image.ImageStoreConfig;
import dev.easel.api.image.OriginalEndpoint;
import dev.easel.api.image.OriginalLinks;
import dev.easel.api.image.OrphanSweep;
import dev.easel.api.image.S3Blobs;
import dev.easel.api.image.Thumbnails;
import dev.easel.api.lineage.LineageEndpoint;
import dev.easel.api.live.LiveEndpoint;
import dev.easel.api.live.Notifications;
import dev.easel.api.lora.Loras;
import dev.easel.api.openapi.OpenApiEndpoint;
import dev.easel.api.openapi.Paths;
import dev.easel.api.outbox.Outbox;
import dev.easel.api.page.PageEndpoint;
import dev.easel.api.queue.QueueEndpoint;
import dev.easel.api.queue.Queues;
import dev.easel.api.research.Research;
import dev.easel.api.research.ResearchEndpoint;
import dev.easel.api.settings.SettingNames;
import dev.easel.api.settings.SettingsEndpoint;
import dev.easel.api.thread.ThreadEndpoint;
import dev.easel.api.usage.UsageEndpoint;
import dev.easel.api.work.WorkEndpoint;
import dev.easel.service.OpsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The whole process, put together by hand; tests start the same. */
public final class Api implements AutoCloseable {
    /** Left free on the image store's disk. */
    private static final long DISK_RESERVE_BYTES = 128L * 1024 * 1024;

    private static final Duration WATCH_AWAY_MAX = Duration.ofMinutes(2);

    private final ApiConfig config;
    private final Clock clock;
    private final PrometheusMeterRegistry meters;
    private final Database database;
    private final Resources resources;
    private final Catalogues catalogues;
    private final Notifications notifications;
    private final Leadership leadership;
    private final Outbox outbox;
    private final Mirror mirror;
    private final Sweeper sweeper;
    private final ImageStore images;
    private final Thumbnails thumbnails;
    private final OrphanSweep sweep;
    private final Research research;
    private final Loras loras;
    private final LiveEndpoint live;
    private final Bounds bounds;
    private final WebServer server;
    private final OpsServer ops;

    private Api(ApiConfig config, KubernetesClient client, Clock clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.meters = OpsServer.meters();
        this.images = new ImageStore(blobs(config.images()), DISK_RESERVE_BYTES);
        this.thumbnails = new Thumbnails(images, meters);
        this.database = Database.open(config.database());
        var jdbi = database.jdbi();
        this.resources = new Resources(client, config.namespace());
        this.catalogues = new Catalogues(clock);
        this.notifications = new Notifications(database);
        var swept = new AtomicReference<Runnable>(() -> {});
        this.leadership = new Leadership(database, () -> swept.get().run());
        this.loras =
                new Loras(
                        database, resources, catalogues, config.loras(), leadership::isHeld, clock);
        this.outbox = new Outbox(jdbi, resources, leadership, meters);
        var requests = new Requests(jdbi);
        this.mirror =
                new Mirror(
                        jdbi,
                        requests,
                        resources,
                        new Acceptance(
                                jdbi,
                                resources,
                                catalogues,
                                loras::cards,
                                config.installation(),
                                config.limits().waitingPerUser(),
                                clock,
                                meters),
                        leadership::isHeld);
        var erasures = new Erasures(jdbi, requests, resources, images);
        this.sweep = new OrphanSweep(jdbi, images, leadership::isHeld, clock, meters);
        swept.set(() -> {
            mirror.sweep();
            erasures.removeFiles();
            outbox.wake();
        });
        this.sweeper = new Sweeper(jdbi, erasures, config.retention(), leadership::isHeld, clock);
        var keys = new ApiKeys(jdbi);
        if (config.bootstrapKey() != null) {
            keys.bootstrap(config.bootstrapKey());
        }
        var auth =
                new Auth(
                        jdbi,
                        new TokenReviews(
                                client, config.namespace(), config.serviceAccounts(), clock),
                        config.limits(),
                        config.publicUrl(),
                        clock);
        var access = auth.access();
        var queues = new Queues(jdbi, resources, clock);
        var links = new OriginalLinks(config.publicUrl(), config.links(), clock);
        var details = new Details(jdbi, requests, queues, links);
        this.live = new LiveEndpoint(jdbi, notifications, requests, details, queues);
        Gauge.builder("easel.api.live.listeners", live, LiveEndpoint::listeners).register(meters);
        this.research = new Research(config.research(), jdbi, leadership::isHeld, clock, meters);
        startThreads();
        var generation =
                new GenerationEndpoint(
                        requests, details, resources, new Listing(jdbi, details), erasures);
        var work =
                new WorkEndpoint(
                        jdbi,
                        requests,
                        resources,
                        images,
                        config.installation(),
                        loras,
                        clock,
                        meters);
        var settings =
                new SettingsEndpoint(
                        jdbi,
                        config.installation(),
                        new SettingNames(
                                resources, catalogues, loras::cards, config.defaultPool()));
        var paths = Paths.ofTheDocument();
        this.bounds = new Bounds(config.limits(), config.isHttps());
        this.server =
                bounds.server()
                        .port(config.port())
                        .shutdownHook(false)
                        .routing(routing -> {
                            routing.addFilter(new CallLog(meters));
                            bounds.filter(routing);
                            Problems.handle(routing);
                            health(routing);
                            new OpenApiEndpoint().routing(routing);
                            auth.routing(routing);
                            new PageEndpoint().routing(routing);
                            new ImageEndpoint(jdbi, requests, images, thumbnails)
                                    .routing(routing, access);
                            new SubmissionEndpoint(jdbi, requests, resources, config.defaultPool())
                                    .routing(routing, access);
                            generation.routing(routing, access);
                            new LineageEndpoint(jdbi, requests).routing(routing, access);
                            new UsageEndpoint(jdbi, clock).routing(routing, access);
                            new AuditEndpoint(jdbi).routing(routing, access);
                            new ErasureEndpoint(jdbi).routing(routing, access);
                            new OriginalEndpoint(jdbi, requests, images, links).routing(routing);
                            live.routing(routing, access);
                            new QueueEndpoint(queues).routing(routing, access);
                            new CatalogueEndpoint(resources, catalogues, config.defaultPool())
                                    .routing(routing, access);
                            new BackendEndpoint(
                                            resources,
                                            catalogues.http(),
                                            config.installation().ollamaModel())
                                    .routing(routing, access);
                            new ThreadEndpoint(jdbi).routing(routing, access);
                            work.routing(routing, access);
                            new ResearchEndpoint(research, work::requireClaim)
                                    .routing(routing, access);
                            settings.routing(routing, access);
                            loras.routing(routing, access);
                            routing.any(access.nothingHere(paths::methods));
                        })
                        .build()
                        .start();
        this.ops = OpsServer.start(config.opsPort(), meters, liveness(), readiness());
    }

    private static Blobs blobs(ImageStoreConfig config) throws IOException {
        return switch (config) {
            case ImageStoreConfig.Directory(var path) -> new DirectoryBlobs(path);
            case ImageStoreConfig.S3 s3 ->
                    new S3Blobs(s3, Files.createTempDirectory("easel-incoming-"));
        };
    }

    public static Api start(ApiConfig config, KubernetesClient client, Clock clock)
            throws IOException {
        return new Api(config, client, clock);
    }

    private void startThreads() {
        notifications.onOutboxFilled(outbox::wake);
        notifications.start();
        live.start();
        mirror.start();
        resources.start(mirror);
        leadership.start();
        outbox.start();
        research.start();
        loras.start();
        sweeper.start();
        sweep.start();
    }

    /** What only a restart mends; an API server or a database that is away is not among it. */
    private Map<String, java.util.function.BooleanSupplier> liveness() {
        var watch = new Recently(resources::isRunning, WATCH_AWAY_MAX, clock);
        return Map.of(
                "outbox", outbox::isAlive, "leadership", leadership::isAlive, "watch", watch::held);
    }

    private Map<String, java.util.function.BooleanSupplier> readiness() {
        var checks = new LinkedHashMap<String, java.util.function.BooleanSupplier>();
        checks.put("database", database::answers);
        checks.put("resources", resources::isSynced);
        checks.put("images", images::isReady);
        return checks;
    }

    private void health(HttpRouting.Builder routing) {
        routing.get(
                "/api/v1/health",
                (_, response) ->
                        Exchange.send(
                                response,
                                Status.OK_200,
                                Map.of(
                                        "status",
                                        "ok",
                                        "timestamp",
                                        clock.instant().truncatedTo(ChronoUnit.MILLIS))));
    }

    public int port() {
        return server.port();
    }

    public int opsPort() {
        return ops.port();
    }

    public ApiConfig config() {
        return config;
    }

    /** For whoever makes keys beside the server. */
    public ApiKeys keys() {
        return new ApiKeys(database.jdbi());
    }

    @Override
    public void close() {
        live.close();
        server.stop();
        bounds.close();
        thumbnails.close();
        sweep.close();
        images.close();
        ops.close();
        research.close();
        resources.close();
        loras.close();
        sweeper.close();
        mirror.close();
        outbox.close();
        leadership.close();
        notifications.close();
        catalogues.close();
        database.close();
    }
}
