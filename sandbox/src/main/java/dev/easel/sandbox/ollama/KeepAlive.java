package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a model stays: a number of seconds or a Go duration; negative means forever. */
final class KeepAlive {
    static final Duration DEFAULT = Duration.ofMinutes(5);
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("[+-]?(\\d+(\\.\\d+)?(ms|s|m|h))+|[+-]?0");

    private KeepAlive() {}

    /** Empty if it cannot be read. */
    static Optional<Duration> of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.of(DEFAULT);
        }
        if (value.isNumber()) {
            return Optional.of(Duration.ofMillis((long) (value.asDouble() * 1000)));
        }
        var text = value.asText();
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        double millis =
                PART.matcher(text)
                        .results()
                        .mapToDouble(p -> Double.parseDouble(p.group(1)) * unitMillis(p.group(2)))
                        .sum();
        return Optional.of(Duration.ofMillis((long) (text.startsWith("-") ? -millis : millis)));
    }

    private static double unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
