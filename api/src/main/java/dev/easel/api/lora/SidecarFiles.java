package dev.easel.api.lora;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.catalogue.LoraCard.Sidecar;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What an owner wrote beside a LoRA file: {@code <stem>.json} and {@code <stem>.txt}. */
final class SidecarFiles {
    private static final int BYTES_MAX = 256 * 1024;
    private static final BigDecimal WEIGHT_MAX = BigDecimal.valueOf(2);

    private SidecarFiles() {}

    /**
     * @throws IOException only if a file that is there cannot be read; one that is not JSON says
     *     nothing
     */
    static Sidecar read(@Nullable Path json, @Nullable Path text) throws IOException {
        var node = json == null ? null : tree(json);
        return new Sidecar(
                text(node, "description"),
                text(node, "activation text"),
                text(node, "sd version"),
                weight(node),
                text == null ? null : content(text));
    }

    private static @Nullable JsonNode tree(Path file) throws IOException {
        try {
            var node = Json.mapper().readTree(content(file));
            return node != null && node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Bytes that are no UTF-8 become question marks, too many are left out. */
    private static String content(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
    }

    private static @Nullable String text(@Nullable JsonNode node, String field) {
        var value = node == null ? null : node.get(field);
        return value != null && value.isTextual() && !value.asText().isBlank()
                ? value.asText()
                : null;
    }

    /** Zero means that none is preferred. */
    private static @Nullable BigDecimal weight(@Nullable JsonNode node) {
        var value = node == null ? null : node.get("preferred weight");
        // An exponent of any size is valid JSON; beyond a double's range it is read as infinity.
        if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
            return null;
        }
        var weight = value.decimalValue();
        return weight.signum() == 0 || weight.abs().compareTo(WEIGHT_MAX) > 0
                ? null
                : weight.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}
