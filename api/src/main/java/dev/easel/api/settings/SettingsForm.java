package dev.easel.api.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.easel.api.http.FieldProblems;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.SettingKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of {@code PUT /api/v1/settings}. A field, or a key of {@code default_sd_params},
 * that is present sets, null clears and absent leaves as it is. Pure.
 */
final class SettingsForm {
    private static final String PARAMETERS = "default_sd_params";
    private static final int LORAS_MAX = 8;
    private static final List<String> LORA_FIELDS = List.of("name", "weight");
    private static final BigDecimal LORA_WEIGHT_DEFAULT = new BigDecimal("0.8");

    private static final List<String> FIELDS =
            List.of(
                    "guild_id",
                    "user_id",
                    "default_model",
                    "default_lora_list",
                    "default_prompt_suffix",
                    PARAMETERS);

    /** What an answer has besides, so that a client may send back what it got. */
    private static final Set<String> PASSED_OVER =
            Set.of("settings_id", "created_at", "updated_at", "effective", "unchecked");

    private final Map<SettingKey, Object> set = new EnumMap<>(SettingKey.class);
    private final Set<SettingKey> cleared = EnumSet.noneOf(SettingKey.class);

    private SettingsForm() {}

    static SettingsChange read(JsonNode body) {
        if (!body.isObject()) {
            throw FieldProblems.wrongType("body", "object", "The body must be a JSON object.");
        }
        var guild = SettingRules.id("guild_id", body.path("guild_id"));
        var userField = body.path("user_id");
        var user =
                userField.isNull() || userField.isMissingNode()
                        ? null
                        : SettingRules.id("user_id", userField);
        var form = new SettingsForm();
        body.properties().forEach(entry -> form.field(entry.getKey(), entry.getValue()));
        return new SettingsChange(guild, user, form.set, form.cleared);
    }

    private void field(String name, JsonNode value) {
        switch (name) {
            case "default_model" -> put(SettingKey.MODEL, value);
            case "default_lora_list" -> put(SettingKey.LORAS, value);
            case "default_prompt_suffix" -> put(SettingKey.PROMPT_SUFFIX, value);
            case PARAMETERS -> parameters(value);
            default -> {
                if (!name.equals("guild_id")
                        && !name.equals("user_id")
                        && !PASSED_OVER.contains(name)) {
                    throw FieldProblems.unknown(SettingRules.shown(name), FIELDS);
                }
            }
        }
    }

    private void parameters(JsonNode given) {
        if (given.isNull()) {
            for (var key : SettingKey.values()) {
                if (key.isParameter()) {
                    cleared.add(key);
                }
            }
            return;
        }
        if (!given.isObject()) {
            throw FieldProblems.wrongType(
                    PARAMETERS, "object", PARAMETERS + " must be a JSON object, or null.");
        }
        given.properties().forEach(entry -> put(parameter(entry.getKey()), entry.getValue()));
    }

    private static SettingKey parameter(String word) {
        return SettingKey.of(word)
                .filter(SettingKey::isParameter)
                .orElseThrow(() ->
                        FieldProblems.unknown(
                                PARAMETERS + "." + SettingRules.shown(word),
                                Arrays.stream(SettingKey.values())
                                        .filter(SettingKey::isParameter)
                                        .map(SettingKey::word)
                                        .toList()));
    }

    private void put(SettingKey key, JsonNode value) {
        if (value.isNull()) {
            cleared.add(key);
        } else {
            set.put(key, value(key, value));
        }
    }

    private static Object value(SettingKey key, JsonNode value) {
        var field = key.field();
        return switch (key) {
            case MODEL, SAMPLER, SCHEDULER -> SettingRules.name(field, value);
            case LORAS -> loras(field, value);
            case PROMPT_SUFFIX ->
                    SettingRules.text(field, value, SettingRules.SUFFIX_CHARS_MAX).strip();
            case NEGATIVE_PROMPT ->
                    SettingRules.text(field, value, SettingRules.PROMPT_CHARS_MAX).strip();
            case STEPS -> (int) SettingRules.whole(field, value, 1, 150);
            case CFG_SCALE -> SettingRules.cfgScale(field, value);
            case SEED -> SettingRules.whole(field, value, -1, 4_294_967_295L);
            case WIDTH, HEIGHT -> SettingRules.side(field, value);
            case IMAGE_COUNT -> (int) SettingRules.whole(field, value, 1, 8);
        };
    }

    private static List<Lora> loras(String field, JsonNode value) {
        if (!value.isArray()) {
            throw FieldProblems.wrongType(
                    field,
                    "list",
                    field + " must be a list of objects with name and weight, or null.");
        }
        if (value.size() > LORAS_MAX) {
            throw FieldProblems.tooManyEntries(field, LORAS_MAX);
        }
        var loras = new ArrayList<Lora>();
        var names = new HashSet<String>();
        for (int i = 0; i < value.size(); i++) {
            var place = field + "[" + i + "]";
            value.get(i)
                    .fieldNames()
                    .forEachRemaining(part -> {
                        if (!LORA_FIELDS.contains(part)) {
                            throw FieldProblems.unknown(
                                    place + "." + SettingRules.shown(part), LORA_FIELDS);
                        }
                    });
            var name = SettingRules.loraName(place + ".name", value.get(i).path("name"));
            if (!names.add(name)) {
                throw FieldProblems.givenTwice(place, name);
            }
            loras.add(new Lora(name, weight(place + ".weight", value.get(i).path("weight"))));
        }
        return loras;
    }

    private static BigDecimal weight(String field, @Nullable JsonNode value) {
        return value == null || value.isNull() || value instanceof MissingNode
                ? LORA_WEIGHT_DEFAULT
                : SettingRules.loraWeight(field, value);
    }
}
