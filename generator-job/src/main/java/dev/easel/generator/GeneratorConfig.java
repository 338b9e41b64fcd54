package dev.easel.generator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the Job's environment says. */
public record GeneratorConfig(
        URI apiUrl,
        UUID requestId,
        int attempt,
        long slotToken,
        Path tokenFile,
        Duration runMax,
        Path terminationLog) {

    /** Names every problem at once, never a value. */
    public static GeneratorConfig from(Map<String, String> environment) {
        var read = new Reader(environment);
        var api = read.value("EASEL_API_URL", null, "an http or https URL", Reader::http);
        var request = read.value("EASEL_REQUEST_UID", null, "a UUID", UUID::fromString);
        var attempt = read.value("EASEL_ATTEMPT", null, "a number from 1", Reader::count);
        var token = read.value("EASEL_SLOT_TOKEN", null, "a number from 1", Reader::positive);
        var file =
                read.value("EASEL_TOKEN_FILE", "/var/run/secrets/easel/token", "a path", Path::of);
        var run = read.value("EASEL_DEADLINE_SECONDS", "900", "a number from 1", Reader::positive);
        var log = read.value("EASEL_TERMINATION_LOG", "/dev/termination-log", "a path", Path::of);
        if (api == null
                || request == null
                || attempt == null
                || token == null
                || file == null
                || run == null
                || log == null) {
            throw new IllegalArgumentException(
                    "configuration has %d problem(s): %s"
                            .formatted(read.problems.size(), String.join("; ", read.problems)));
        }
        return new GeneratorConfig(
                api, request, attempt, token, file, Duration.ofSeconds(run), log);
    }

    private record Reader(Map<String, String> environment, List<String> problems) {
        Reader(Map<String, String> environment) {
            this(environment, new ArrayList<>());
        }

        <T> @Nullable T value(
                String key, @Nullable String absent, String expected, Function<String, T> parse) {
            var text = environment.getOrDefault(key, "").strip();
            if (text.isEmpty() && absent == null) {
                problems.add(key + " is required");
                return null;
            }
            try {
                return parse.apply(text.isEmpty() && absent != null ? absent : text);
            } catch (IllegalArgumentException e) {
                problems.add(key + " is not valid: expected " + expected);
                return null;
            }
        }

        static URI http(String text) {
            var uri = URI.create(text);
            if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
                throw new IllegalArgumentException("not http");
            }
            return uri;
        }

        static Integer count(String text) {
            var number = Integer.parseInt(text);
            if (number < 1) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        }

        static Long positive(String text) {
            var number = Long.parseLong(text);
            if (number < 1 || number > Integer.MAX_VALUE * 1000L) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        }
    }
}
