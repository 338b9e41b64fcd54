package dev.easel.bot.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.client.SettingKey;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Turns what was typed for a setting into what api takes; whether it is right, api says. */
final class SettingInput {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SettingInput() {}

    /**
     * @param userId absent for the whole guild
     */
    static ObjectNode body(String guildId, @Nullable String userId, SettingKey key, String typed) {
        var body = JSON.objectNode().put("guild_id", guildId);
        if (userId != null) {
            body.put("user_id", userId);
        }
        if (key.isParameter()) {
            body.putObject("default_sd_params").set(key.word(), value(key, typed.strip()));
        } else {
            body.set(key.field(), value(key, typed.strip()));
        }
        return body;
    }

    private static JsonNode value(SettingKey key, String typed) {
        return switch (key) {
            case MODEL, PROMPT_SUFFIX, NEGATIVE_PROMPT, SAMPLER, SCHEDULER -> JSON.textNode(typed);
            case LORAS -> loras(typed);
            case STEPS, CFG_SCALE, SEED, WIDTH, HEIGHT, IMAGE_COUNT -> number(typed);
        };
    }

    /** {@code name, other:0.6}: without a weight api gives its usual one. */
    private static JsonNode loras(String typed) {
        var list = JSON.arrayNode();
        for (var part : typed.split("[,、]")) {
            var entry = part.strip();
            if (entry.isEmpty()) {
                continue;
            }
            var colon = entry.lastIndexOf(':');
            var lora = list.addObject().put("name", colon < 0 ? entry : entry.substring(0, colon));
            if (colon >= 0) {
                lora.set("weight", number(entry.substring(colon + 1)));
            }
        }
        return list;
    }

    /** What is no number stays as it was typed, so that the refusal names it. */
    private static JsonNode number(String typed) {
        try {
            var number = new BigDecimal(typed.strip());
            return number.scale() <= 0 && number.precision() - number.scale() <= 18
                    ? JSON.numberNode(number.longValueExact())
                    : JSON.numberNode(number);
        } catch (NumberFormatException e) {
            return JSON.textNode(typed);
        }
    }
}
