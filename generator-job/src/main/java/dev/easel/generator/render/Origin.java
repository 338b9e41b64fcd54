package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a picture comes from, for the {@code easel} text in its file: ids and hashes only, since
 * files are passed on to people who must not read what somebody else wrote.
 *
 * @param parent the request that this one started from
 */
public record Origin(
        UUID requestId,
        @Nullable String instructionSha256,
        @Nullable UUID parent,
        @Nullable String languageModel,
        @Nullable String promptVersion) {
    static final String KEYWORD = "easel";

    public static Origin of(
            UUID requestId,
            @Nullable String instruction,
            @Nullable UUID parent,
            @Nullable String languageModel,
            @Nullable String promptVersion) {
        return new Origin(
                requestId,
                instruction == null || instruction.isBlank() ? null : sha256(instruction),
                parent,
                languageModel,
                promptVersion);
    }

    PngText text() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("request_id", requestId.toString());
        put(json, "instruction_sha256", instructionSha256);
        put(json, "parent_request_id", parent == null ? null : parent.toString());
        put(json, "language_model", languageModel);
        put(json, "prompt_version", promptVersion);
        return new PngText(KEYWORD, json.toString());
    }

    private static void put(
            com.fasterxml.jackson.databind.node.ObjectNode json,
            String field,
            @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
