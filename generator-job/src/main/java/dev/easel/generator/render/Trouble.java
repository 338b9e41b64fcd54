package dev.easel.generator.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.generator.ExitCode;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Why a render call brought no usable pictures, how often it is worth another try in this pod, and
 * how the attempt ends if that does not help.
 *
 * @param triesMax calls in all, the first included
 */
enum Trouble {
    NOT_CONNECTED(4, ExitCode.RENDERER_UNAVAILABLE),
    /** 503: it takes no work now. */
    NOT_STARTED(4, ExitCode.RENDERER_UNAVAILABLE),
    /** The connection broke before any answer, as when a server restarts; it may still render. */
    CONNECTION_LOST(4, ExitCode.RENDERER_UNAVAILABLE),
    /**
     * A gateway lost patience, or the answer broke off: the render may still run. The next one
     * would most likely end likewise, so there is only one more.
     */
    OUTCOME_UNKNOWN(2, ExitCode.RENDERER_UNAVAILABLE),
    RATE_LIMITED(4, ExitCode.RENDERER_UNAVAILABLE),
    ACCESS_DENIED(1, ExitCode.RENDERER_ACCESS_DENIED),
    OUT_OF_MEMORY(2, ExitCode.RENDERER_OUT_OF_MEMORY),
    NOT_A_NUMBER(2, ExitCode.RENDERER_NUMERIC_ERROR),
    /** Somebody else interrupted it. */
    TOO_FEW_IMAGES(2, ExitCode.RENDER_INCOMPLETE),
    BLANK_IMAGE(2, ExitCode.RENDERER_NUMERIC_ERROR),
    GARBAGE(2, ExitCode.RENDERER_ERROR),
    FAILED(1, ExitCode.RENDERER_ERROR),
    REFUSED(1, ExitCode.RENDERER_REFUSED);

    private final int triesMax;
    private final ExitCode end;

    Trouble(int triesMax, ExitCode end) {
        this.triesMax = triesMax;
        this.end = end;
    }

    int triesMax() {
        return triesMax;
    }

    ExitCode end() {
        return end;
    }

    /** Another seed may help. */
    boolean numeric() {
        return this == NOT_A_NUMBER || this == BLANK_IMAGE;
    }

    /** For the user. */
    String sentence(RenderReply.Refused refused) {
        var said = refused.text().isBlank() ? "nothing" : refused.text();
        return switch (this) {
            case OUT_OF_MEMORY ->
                    "the GPU has too little memory for this picture, twice in a row and with"
                            + " nothing else that Easel could unload; try a smaller size";
            case NOT_A_NUMBER ->
                    "AUTOMATIC1111 produced no numbers (NaN); it may need --no-half-vae or --no-half";
            case RATE_LIMITED -> "AUTOMATIC1111 limits the rate of calls";
            case ACCESS_DENIED ->
                    "AUTOMATIC1111 answers %d and wants a user name and password, which Easel has none of"
                            .formatted(refused.status());
            case OUTCOME_UNKNOWN, NOT_STARTED ->
                    "AUTOMATIC1111 is not available: it answers " + refused.status();
            default -> "AUTOMATIC1111 answered " + refused.status() + ": " + said;
        };
    }

    static Trouble of(RenderReply.Refused refused) {
        var text = (refused.errorClass() + " " + refused.text()).toLowerCase(Locale.ROOT);
        return switch (refused.status()) {
            case 502, 504, 524 -> OUTCOME_UNKNOWN;
            case 503 -> NOT_STARTED;
            case 429 -> RATE_LIMITED;
            case 401, 403 -> ACCESS_DENIED;
            case 400, 404, 405, 413, 422 -> REFUSED;
            default -> {
                if (text.contains("outofmemory") || text.contains("out of memory")) {
                    yield OUT_OF_MEMORY;
                }
                // All that stable-diffusion.cpp says when it has no memory left.
                if (text.contains("returned no results")) {
                    yield OUT_OF_MEMORY;
                }
                // What SD.Next answers to a call that was interrupted.
                if (refused.errorClass().equals("AttributeError")) {
                    yield TOO_FEW_IMAGES;
                }
                if (text.contains("nansexception") || text.contains("tensor with nans")) {
                    yield NOT_A_NUMBER;
                }
                if (text.contains("not found") || text.contains("could not find")) {
                    yield REFUSED;
                }
                yield FAILED;
            }
        };
    }

    /** Reads the five shapes of error body; the first text that says something wins. */
    static RenderReply.Refused read(int status, byte[] body) {
        return read(status, body, Duration.ZERO);
    }

    static RenderReply.Refused read(int status, byte[] body, Duration retryAfter) {
        try {
            var json = Json.mapper().readTree(body);
            if (json != null && json.isTextual()) {
                return new RenderReply.Refused(status, "", cut(json.asText()), retryAfter);
            }
            if (json != null && json.isObject()) {
                var errorClass = json.path("error").asText("");
                for (var key : List.of("errors", "message", "detail", "error")) {
                    var text = text(json.path(key));
                    if (!text.isBlank()) {
                        return new RenderReply.Refused(status, errorClass, cut(text), retryAfter);
                    }
                }
            }
        } catch (IOException e) {
            // Not JSON: a proxy's page, shown as it is.
        }
        return new RenderReply.Refused(
                status, "", cut(new String(body, StandardCharsets.UTF_8).strip()), retryAfter);
    }

    private static String text(JsonNode node) {
        if (node.isArray()) {
            var words = new StringBuilder();
            for (var each : node) {
                words.append(words.isEmpty() ? "" : "; ")
                        .append(each.path("loc").isMissingNode() ? "" : each.path("loc") + " ")
                        .append(each.isTextual() ? each.asText() : each.path("msg").asText(""));
            }
            return words.toString();
        }
        return node.asText("");
    }

    private static String cut(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }
}
