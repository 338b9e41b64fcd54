package dev.easel.api.settings;

import dev.easel.protocol.client.SettingKey;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants settled and what no longer; all else stays.
 *
 * @param userId absent for what holds for the whole guild
 * @param set values of the types that {@link SettingsRow#values()} has
 */
record SettingsChange(
        String guildId,
        @Nullable String userId,
        Map<SettingKey, Object> set,
        Set<SettingKey> cleared) {
    SettingsChange {
        set = Map.copyOf(set);
        cleared = Set.copyOf(cleared);
    }

    Map<SettingKey, Object> appliedTo(Map<SettingKey, Object> values) {
        var after = new EnumMap<SettingKey, Object>(SettingKey.class);
        after.putAll(values);
        after.putAll(set);
        after.keySet().removeAll(cleared);
        return after;
    }

    /** All that it is about. */
    Set<SettingKey> keys() {
        var keys = new HashSet<>(cleared);
        keys.addAll(set.keySet());
        return keys;
    }

    /** Whether it may make pictures larger than they were. */
    boolean setsSize() {
        return set.containsKey(SettingKey.WIDTH)
                || set.containsKey(SettingKey.HEIGHT)
                || set.containsKey(SettingKey.IMAGE_COUNT);
    }
}
