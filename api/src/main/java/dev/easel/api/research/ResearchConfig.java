package dev.easel.api.research;

import dev.easel.service.Env;
import dev.easel.service.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who is asked when a picture wants research, in this order. Nobody turns research off.
 *
 * @param callsPerMinute of each provider, all replicas together
 */
public record ResearchConfig(List<Account> providers, int callsPerMinute, SafeSearch safeSearch) {
    public static final ResearchConfig OFF = new ResearchConfig(List.of(), 30, SafeSearch.MODERATE);

    private static final List<String> NAMES = List.of("searxng", "brave", "google");

    public ResearchConfig {
        providers = List.copyOf(providers);
    }

    /** What is needed to ask a provider. */
    public sealed interface Account {
        record Searxng(URI url) implements Account {}

        record Brave(URI url, Secret key) implements Account {}

        record Google(URI url, Secret key, String engine) implements Account {}
    }

    /** What providers leave out of their answers. */
    public enum SafeSearch {
        OFF,
        MODERATE,
        STRICT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads only what the named providers need. */
    public static Supplier<ResearchConfig> from(Env env, Map<String, String> environment) {
        var names = names(environment.getOrDefault("EASEL_RESEARCH_PROVIDERS", ""));
        env.optional("EASEL_RESEARCH_PROVIDERS", ResearchConfig::known, List.<String>of());
        var calls = env.optional("EASEL_RESEARCH_CALLS_PER_MINUTE", ResearchConfig::calls, 30);
        var safe =
                env.optional(
                        "EASEL_RESEARCH_SAFE_SEARCH", ResearchConfig::safe, SafeSearch.MODERATE);
        var accounts = new ArrayList<Supplier<? extends Account>>();
        for (var name : names) {
            switch (name) {
                case "searxng" -> accounts.add(searxng(env));
                case "brave" -> accounts.add(brave(env));
                case "google" -> accounts.add(google(env));
                default -> {} // is a problem already
            }
        }
        return () ->
                new ResearchConfig(
                        accounts.stream().<Account>map(Supplier::get).toList(),
                        calls.get(),
                        safe.get());
    }

    private static Supplier<Account.Searxng> searxng(Env env) {
        var url = env.required("EASEL_SEARXNG_URL", ResearchConfig::url);
        return () -> new Account.Searxng(url.get());
    }

    private static Supplier<Account.Brave> brave(Env env) {
        var url =
                env.optional(
                        "EASEL_BRAVE_URL",
                        ResearchConfig::url,
                        URI.create("https://api.search.brave.com"));
        var key = env.secret("EASEL_BRAVE_API_KEY");
        return () -> new Account.Brave(url.get(), key.get());
    }

    private static Supplier<Account.Google> google(Env env) {
        var url =
                env.optional(
                        "EASEL_GOOGLE_URL",
                        ResearchConfig::url,
                        URI.create("https://customsearch.googleapis.com"));
        var key = env.secret("EASEL_GOOGLE_API_KEY");
        var engine = env.required("EASEL_GOOGLE_ENGINE_ID", Function.identity());
        return () -> new Account.Google(url.get(), key.get(), engine.get());
    }

    private static List<String> names(String text) {
        return List.copyOf(
                new LinkedHashSet<>(
                        Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .toList()));
    }

    private static List<String> known(String text) {
        var names = names(text);
        if (!NAMES.containsAll(names)) {
            throw new Env.Expected("names of " + String.join(", ", NAMES) + ", in order");
        }
        return names;
    }

    private static int calls(String text) {
        if (text.matches("[0-9]{1,4}")) {
            var calls = Integer.parseInt(text);
            if (calls >= 1 && calls <= 6000) {
                return calls;
            }
        }
        throw new Env.Expected("a whole number from 1 to 6000");
    }

    private static SafeSearch safe(String text) {
        return Arrays.stream(SafeSearch.values())
                .filter(each -> each.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new Env.Expected("off, moderate or strict"));
    }

    private static URI url(String text) {
        if (!text.matches("https?://[^/?#@]+(/[^?#]*)?")) {
            throw new Env.Expected("an address such as http://searxng:8080");
        }
        return URI.create(text.replaceAll("/+$", ""));
    }
}
