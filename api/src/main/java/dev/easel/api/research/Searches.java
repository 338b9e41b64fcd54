package dev.easel.api.research;

import dev.easel.api.research.Standing.Admission;
import dev.easel.protocol.work.SearchReply;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search: from the cache, or by whoever answers first in the configured order. The same search
 * is made once at a time, however many replicas want it.
 */
final class Searches {
    private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
    private static final int TRIES_MAX = 5;

    private final List<Provider> providers;
    private final Standings standings;
    private final Cache cache;
    private final Web web;
    private final Patience patience;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    /**
     * How long things may take.
     *
     * @param whole a search with all its providers, tries and pauses
     * @param call one call
     * @param pause before the first repetition; doubles
     * @param look how often to look whether another replica's search has ended
     */
    record Patience(Duration whole, Duration call, Duration pause, Duration look) {
        static final Patience USUAL =
                new Patience(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(50));
    }

    Searches(
            List<Provider> providers,
            Standings standings,
            Cache cache,
            Web web,
            Patience patience,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.providers = List.copyOf(providers);
        this.standings = standings;
        this.cache = cache;
        this.web = web;
        this.patience = patience;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
    }

    SearchReply search(Query query, Locale locale) throws InterruptedException {
        if (providers.isEmpty()) {
            return unavailable("off", locale);
        }
        var end = System.nanoTime() + patience.whole().toNanos();
        var holder = UUID.randomUUID();
        while (true) {
            var hit = cached(query);
            if (hit.isPresent()) {
                return hit.get();
            }
            if (cache.take(query.flightKey(), holder, patience.whole().multipliedBy(2))) {
                try {
                    // Another holder may have ended between the look and the taking.
                    var late = cached(query);
                    return late.isPresent() ? late.get() : ask(query, end, locale);
                } finally {
                    cache.land(query.flightKey(), holder);
                }
            }
            if (left(end).compareTo(patience.look()) < 0) {
                return unavailable("away", locale);
            }
            Thread.sleep(patience.look());
        }
    }

    private Optional<SearchReply> cached(Query query) {
        var keys = providers.stream().map(each -> query.cacheKey(each.name())).toList();
        var hit = cache.find(keys);
        hit.ifPresent(_ -> meters.counter("easel.research.cache", "result", "hit").increment());
        return hit.map(found -> new SearchReply(found.provider(), true, found.snippets(), null));
    }

    private SearchReply ask(Query query, long end, Locale locale) throws InterruptedException {
        meters.counter("easel.research.cache", "result", "miss").increment();
        var troubles = new ArrayList<Trouble>();
        for (int i = 0; i < providers.size(); i++) {
            var provider = providers.get(i);
            // So that one who is slow leaves time for those after it.
            var share = left(end).dividedBy(providers.size() - i);
            switch (insist(provider, query, System.nanoTime() + share.toNanos())) {
                case Answer.Found(var snippets) -> {
                    cache.put(query.cacheKey(provider.name()), provider.name(), snippets);
                    counted(provider, snippets.isEmpty() ? "empty" : "found");
                    return new SearchReply(provider.name(), false, snippets, null);
                }
                case Answer.Failed(var trouble, _, _) -> {
                    counted(provider, trouble.word());
                    troubles.add(trouble);
                }
            }
        }
        return unavailable(word(troubles), locale);
    }

    /** Repeats what may pass, with growing pauses, while there is time. */
    private Answer insist(Provider provider, Query query, long end) throws InterruptedException {
        for (int tries = 0; ; tries++) {
            var answer = once(provider, query, left(end));
            if (!(answer instanceof Answer.Failed failed)
                    || !failed.trouble().passes()
                    || tries + 1 >= TRIES_MAX) {
                return answer;
            }
            var pause = pause(tries);
            if (failed.pause() != null && failed.pause().compareTo(pause) > 0) {
                pause = failed.pause();
            }
            if (pause.compareTo(left(end)) >= 0) {
                return answer;
            }
            Thread.sleep(pause);
        }
    }

    private Answer once(Provider provider, Query query, Duration left) throws InterruptedException {
        switch (standings.admit(provider.name())) {
            case Admission.NoToken() -> {
                return new Answer.Failed(Trouble.NO_TOKEN, "its calls of this minute are used up");
            }
            case Admission.Shut(var trouble) -> {
                return new Answer.Failed(
                        trouble.needsAPerson() || trouble == Trouble.QUOTA_SPENT
                                ? trouble
                                : Trouble.SHUT,
                        "it is left alone after earlier trouble");
            }
            case Admission.Go _ -> {}
        }
        var started = System.nanoTime();
        var answer = call(provider, query, left);
        var standing = standings.note(provider.name(), answer);
        Timer.builder("easel.research.calls")
                .tag("provider", provider.name())
                .tag("outcome", answer instanceof Answer.Failed f ? f.trouble().word() : "answered")
                .register(meters)
                .record(Duration.ofNanos(System.nanoTime() - started));
        logged(provider, answer, standing, (System.nanoTime() - started) / 1_000_000);
        return answer;
    }

    private Answer call(Provider provider, Query query, Duration left) throws InterruptedException {
        var limit = left.compareTo(patience.call()) < 0 ? left : patience.call();
        try {
            var response = web.call(provider.request(query), limit);
            return provider.read(response, query, clock.instant());
        } catch (IOException e) {
            // Its message may hold the address, and that a key.
            return new Answer.Failed(
                    Trouble.UNREACHABLE, "no answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static void logged(Provider provider, Answer answer, Standing standing, long millis) {
        switch (answer) {
            case Answer.Found(var snippets) ->
                    LOG.atInfo()
                            .addKeyValue("provider", provider.name())
                            .addKeyValue("snippets", snippets.size())
                            .addKeyValue("duration.millis", millis)
                            .log("searched the web");
            case Answer.Failed(var trouble, var why, _) -> {
                var log = trouble.needsAPerson() ? LOG.atError() : LOG.atWarn();
                log.addKeyValue("provider", provider.name())
                        .addKeyValue("trouble", trouble.word())
                        .addKeyValue("why", why)
                        .addKeyValue("shut.until", standing.shutUntil())
                        .addKeyValue("duration.millis", millis)
                        .log("a search provider gave no answer");
            }
        }
    }

    private Duration pause(int tries) {
        var base = patience.pause().multipliedBy(1L << Math.min(tries, 4));
        return base.plusMillis(random.nextLong(base.toMillis() / 4 + 1));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    private void counted(Provider provider, String outcome) {
        meters.counter("easel.research.searches", "provider", provider.name(), "outcome", outcome)
                .increment();
    }

    /** Which sentence the user reads: what only takes time, before what takes a person. */
    private static String word(List<Trouble> troubles) {
        if (troubles.stream().allMatch(Trouble::needsAPerson)) {
            return "misconfigured";
        }
        return troubles.stream().anyMatch(Trouble::isALimit) ? "limit" : "away";
    }

    private static SearchReply unavailable(String word, Locale locale) {
        return new SearchReply(null, false, List.of(), Texts.of(word, locale));
    }
}
