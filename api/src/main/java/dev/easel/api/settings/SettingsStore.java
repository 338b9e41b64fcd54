package dev.easel.api.settings;

import dev.easel.api.settings.ParameterLayers.Layer;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of settings. */
public final class SettingsStore {
    private SettingsStore() {}

    /** What holds for a requester, strongest first: the user's own, then the guild's. */
    public static List<Layer> layers(Handle handle, String guild, @Nullable String user) {
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
}
