package dev.easel.api.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.easel.api.settings.ParameterLayers.Layer;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.SettingKey;
import dev.easel.protocol.work.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a guild, or a user in it, has settled; absent where nothing was said. */
record SettingsRow(
        UUID settingsId,
        String guildId,
        @Nullable String userId,
        @Nullable String model,
        @Nullable List<Lora> loras,
        @Nullable String promptSuffix,
        Map<String, Object> parameters,
        Instant createdAt,
        Instant updatedAt) {

    static final String COLUMNS =
            "settings_id, guild_id, user_id, default_model, default_lora_list,"
                    + " default_prompt_suffix, default_sd_params, created_at, updated_at";

    static SettingsRow of(ResultSet rs) throws SQLException {
        try {
            var loras = rs.getString("default_lora_list");
            return new SettingsRow(
                    rs.getObject("settings_id", UUID.class),
                    rs.getString("guild_id"),
                    rs.getString("user_id"),
                    rs.getString("default_model"),
                    loras == null
                            ? null
                            : Json.mapper().readValue(loras, new TypeReference<List<Lora>>() {}),
                    rs.getString("default_prompt_suffix"),
                    Json.mapper()
                            .readValue(
                                    rs.getString("default_sd_params"),
                                    new TypeReference<TreeMap<String, Object>>() {}),
                    rs.getTimestamp("created_at").toInstant(),
                    rs.getTimestamp("updated_at").toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of settings cannot be read", e);
        }
    }

    /** By key; what is not there is not settled. */
    Map<SettingKey, Object> values() {
        var values = new EnumMap<SettingKey, Object>(SettingKey.class);
        put(values, SettingKey.MODEL, model);
        put(values, SettingKey.LORAS, loras);
        put(values, SettingKey.PROMPT_SUFFIX, promptSuffix);
        parameters.forEach(
                (word, value) -> SettingKey.of(word).ifPresent(key -> values.put(key, value)));
        return values;
    }

    private static void put(
            Map<SettingKey, Object> values, SettingKey key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    Layer layer() {
        return ParameterLayers.ofSettings(
                userId == null ? Provenance.GUILD : Provenance.USER,
                model,
                loras,
                promptSuffix,
                parameters);
    }
}
