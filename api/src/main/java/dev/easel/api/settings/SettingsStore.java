package dev.easel.api.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.settings.ParameterLayers.Layer;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.SettingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of settings. */
public final class SettingsStore {
    private SettingsStore() {}

    /** What a request says, and what holds for its requester, strongest first. */
    public static List<Layer> layers(Handle handle, GenerationRequestSpec spec) {
        var layers = new ArrayList<Layer>();
        layers.add(ParameterLayers.ofRequest(spec.parameters()));
        var requester = spec.requester();
        if (requester != null && requester.tenant() != null) {
            layers.addAll(layers(handle, requester.tenant(), requester.userID()));
        }
        return layers;
    }

    /** What holds for a requester, strongest first: the user's own, then the guild's. */
    static List<Layer> layers(Handle handle, String guild, @Nullable String user) {
        return handle.createQuery(
                        "SELECT "
                                + SettingsRow.COLUMNS
                                + """
                                 FROM settings WHERE guild_id = :guild
                                  AND (user_id IS NULL OR user_id = :user)
                                ORDER BY user_id NULLS LAST
                                """)
                .bind("guild", guild)
                .bind("user", user)
                .map((rs, _) -> SettingsRow.of(rs).layer())
                .list();
    }

    static Optional<SettingsRow> find(Handle handle, String guild, @Nullable String user) {
        return handle.createQuery(
                        "SELECT "
                                + SettingsRow.COLUMNS
                                + """
                                 FROM settings
                                WHERE guild_id = :guild AND user_id IS NOT DISTINCT FROM :user
                                """)
                .bind("guild", guild)
                .bind("user", user)
                .map((rs, _) -> SettingsRow.of(rs))
                .findOne();
    }

    /** The row, locked until the transaction ends, so that of two changes none is lost. */
    static SettingsRow lock(Handle handle, String guild, @Nullable String user) {
        // In one statement: between two, somebody else may take the row away.
        return handle.createQuery(
                        """
                        INSERT INTO settings (guild_id, user_id) VALUES (:guild, :user)
                        ON CONFLICT (guild_id, user_id) DO UPDATE SET guild_id = excluded.guild_id
                        RETURNING
                        """
                                + SettingsRow.COLUMNS)
                .bind("guild", guild)
                .bind("user", user)
                .map((rs, _) -> SettingsRow.of(rs))
                .one();
    }

    static void write(Handle handle, UUID settingsId, Map<SettingKey, Object> values) {
        var parameters = new TreeMap<String, Object>();
        values.forEach((key, value) -> {
            if (key.isParameter()) {
                parameters.put(key.word(), value);
            }
        });
        handle.createUpdate(
                        """
                        UPDATE settings SET default_model = :model,
                          default_lora_list = CAST(:loras AS jsonb),
                          default_prompt_suffix = :suffix,
                          default_sd_params = CAST(:parameters AS jsonb), updated_at = now()
                        WHERE settings_id = :id
                        """)
                .bind("id", settingsId)
                .bind("model", (String) values.get(SettingKey.MODEL))
                .bind("loras", json(values.get(SettingKey.LORAS)))
                .bind("suffix", (String) values.get(SettingKey.PROMPT_SUFFIX))
                .bind("parameters", json(parameters))
                .execute();
    }

    static void delete(Handle handle, String guild, @Nullable String user) {
        handle.createUpdate(
                        """
                        DELETE FROM settings
                        WHERE guild_id = :guild AND user_id IS NOT DISTINCT FROM :user
                        """)
                .bind("guild", guild)
                .bind("user", user)
                .execute();
    }

    private static @Nullable String json(@Nullable Object value) {
        try {
            return value == null ? null : Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings could not be written as JSON", e);
        }
    }
}
