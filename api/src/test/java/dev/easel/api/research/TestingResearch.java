package dev.easel.api.research;

import dev.easel.api.ApiConfig;
import dev.easel.api.Database;
import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.api.research.ResearchConfig.SafeSearch;
import dev.easel.api.research.Searches.Patience;
import dev.easel.protocol.work.SearchReply;
import dev.easel.sandbox.postgres.TestPostgres;
import dev.easel.sandbox.search.SearchStandIn;
import dev.easel.service.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Searches on a real database against the stand-in, with a clock that stands still. */
final class TestingResearch implements AutoCloseable {
    static final String BRAVE_KEY = "brave-key-that-nobody-may-read";
    static final String GOOGLE_KEY = "google-key-that-nobody-may-read";
    static final Patience QUICK =
            new Patience(
                    Duration.ofSeconds(3),
                    Duration.ofMillis(800),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10));

    final SearchStandIn web = SearchStandIn.start();
    final Hands clock = new Hands();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Database database;
    private final List<Research> replicas = new ArrayList<>();
    private int callsPerMinute = 600;

    /** Moved by hand. */
    static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    TestingResearch() {
        var access = TestPostgres.shared().database();
        database =
                Database.open(
                        new ApiConfig.Database(
                                access.jdbcUrl(), access.user(), new Secret(access.password())));
    }

    TestingResearch callsPerMinute(int calls) {
        callsPerMinute = calls;
        return this;
    }

    /** Another process on the same database. */
    Research replica(String... providers) {
        var accounts = new ArrayList<Account>();
        for (var provider : providers) {
            accounts.add(account(provider));
        }
        var research =
                new Research(
                        new ResearchConfig(accounts, callsPerMinute, SafeSearch.MODERATE),
                        database.jdbi(),
                        () -> true,
                        clock,
                        meters,
                        QUICK);
        replicas.add(research);
        return research;
    }

    private Account account(String provider) {
        return switch (provider) {
            case "searxng" -> new Account.Searxng(web.url());
            case "brave" -> new Account.Brave(web.url(), new Secret(BRAVE_KEY));
            case "google" -> new Account.Google(web.url(), new Secret(GOOGLE_KEY), "engine-1");
            default -> throw new IllegalArgumentException(provider);
        };
    }

    static SearchReply search(Research research, String text) {
        return search(research, text, Locale.ENGLISH);
    }

    static SearchReply search(Research research, String text, Locale locale) {
        try {
            return research.searches()
                    .search(Query.of(text, locale.getLanguage(), SafeSearch.MODERATE, 8), locale);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int rows() {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT count(*) FROM research_cache")
                                .mapTo(Integer.class)
                                .one());
    }

    double counted(String provider, String outcome) {
        return meters.counter("easel.research.searches", "provider", provider, "outcome", outcome)
                .count();
    }

    @Override
    public void close() {
        replicas.forEach(Research::close);
        database.close();
        web.close();
    }
}
