package dev.easel.api.research;

import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.api.research.Searches.Patience;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feature put together, and its upkeep: a check at the start, a purge now and then. */
public final class Research implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Research.class);
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    private final ResearchConfig config;
    private final List<Provider> providers;
    private final Standings standings;
    private final Cache cache;
    private final Web web = new Web();
    private final Searches searches;
    private final BooleanSupplier leads;
    private final Clock clock;
    private final Thread upkeep;
    private volatile boolean closed;

    public Research(
            ResearchConfig config,
            Jdbi jdbi,
            BooleanSupplier leads,
            Clock clock,
            MeterRegistry meters) {
        this(config, jdbi, leads, clock, meters, Patience.USUAL);
    }

    Research(
            ResearchConfig config,
            Jdbi jdbi,
            BooleanSupplier leads,
            Clock clock,
            MeterRegistry meters,
            Patience patience) {
        this.config = config;
        this.providers = config.providers().stream().map(Research::provider).toList();
        this.standings =
                new Standings(jdbi, Standing.Rate.perMinute(config.callsPerMinute()), clock);
        this.cache = new Cache(jdbi, clock);
        this.searches =
                new Searches(
                        providers,
                        standings,
                        cache,
                        web,
                        patience,
                        clock,
                        RandomGenerator.getDefault(),
                        meters);
        this.leads = leads;
        this.clock = clock;
        this.upkeep = Thread.ofVirtual().name("research upkeep").unstarted(this::run);
    }

    private static Provider provider(Account account) {
        return switch (account) {
            case Account.Searxng searxng -> new Searxng(searxng);
            case Account.Brave brave -> new Brave(brave);
            case Account.Google google -> new Google(google);
        };
    }

    public void start() {
        if (providers.isEmpty()) {
            LOG.info("web research is off: no provider is configured");
        }
        upkeep.start();
    }

    ResearchConfig config() {
        return config;
    }

    Searches searches() {
        return searches;
    }

    Cache cache() {
        return cache;
    }

    Standings standings() {
        return standings;
    }

    private void run() {
        try {
            for (var provider : providers) {
                check(provider);
            }
            while (!closed) {
                if (leads.getAsBoolean()) {
                    purge();
                }
                LockSupport.parkNanos(PURGE_EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void purge() {
        try {
            var rows = cache.purge();
            LOG.atInfo().addKeyValue("rows", rows).log("purged the research cache");
        } catch (JdbiException e) {
            LOG.atWarn().setCause(e).log("the research cache was not purged");
        }
    }

    /** So that whoever configured it wrongly reads so now, and not at the first user's request. */
    void check(Provider provider) throws InterruptedException {
        try {
            standings.forgive(provider.name());
            switch (provider) {
                case Searxng searxng -> checkFormat(searxng);
                case Google _ when clock.instant().isAfter(Google.END) ->
                        LOG.error("Google's Custom Search ended on 2027-01-01: name another");
                case Google _ -> LOG.warn("Google's Custom Search ends on 2027-01-01");
                default -> {}
            }
        } catch (JdbiException e) {
            LOG.atWarn().setCause(e).log("a search provider was not checked");
        }
    }

    private void checkFormat(Searxng searxng) throws InterruptedException {
        try {
            var response = web.call(searxng.formatCheck(), Patience.USUAL.call());
            if (response.status() == 403) {
                var query = Query.of("-", "en", config.safeSearch(), 1);
                var answer = searxng.read(response, query, clock.instant());
                standings.note(searxng.name(), answer);
                LOG.atError()
                        .addKeyValue("provider", searxng.name())
                        .addKeyValue("trouble", Trouble.MISCONFIGURED.word())
                        .log(
                                "SearXNG refuses JSON: add json to search.formats in its"
                                        + " settings.yml");
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("provider", searxng.name())
                    .addKeyValue("why", e.getClass().getSimpleName())
                    .log("a search provider could not be reached");
        }
    }

    @Override
    public void close() {
        closed = true;
        upkeep.interrupt();
        web.close();
    }
}
