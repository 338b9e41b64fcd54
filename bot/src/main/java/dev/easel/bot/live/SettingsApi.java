package dev.easel.bot.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.client.GlobalSettings;
import dev.easel.protocol.client.SettingKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of guilds and of people in them, as api keeps them. */
public final class SettingsApi {
    private static final String SETTINGS = "/api/v1/settings";

    private final Api api;

    public SettingsApi(Api api) {
        this.api = api;
    }

    /** What holds for a person's next request. */
    public GlobalSettings effective(String guildId, String userId) {
        var path = SETTINGS + "/effective" + query(guildId, userId);
        return api.found(path, GlobalSettings.class)
                .orElseThrow(() -> new Api.ApiUnavailable("api has no settings"));
    }

    /** The body has the guild, the person if one is meant, and what changes. */
    public Answered<GlobalSettings> change(ObjectNode body) {
        return api.call("PUT", SETTINGS, Optional.of(body), GlobalSettings.class);
    }

    /**
     * @param userId absent for what holds for the whole guild
     * @param key absent for all
     */
    public Answered<GlobalSettings> reset(
            String guildId, @Nullable String userId, @Nullable SettingKey key) {
        var path = key == null ? SETTINGS : SETTINGS + "/" + key.word();
        return api.call(
                "DELETE", path + query(guildId, userId), Optional.empty(), GlobalSettings.class);
    }

    private static String query(String guildId, @Nullable String userId) {
        var user = userId == null ? "" : "&user_id=" + Api.encode(userId);
        return "?guild_id=" + Api.encode(guildId) + user;
    }
}
