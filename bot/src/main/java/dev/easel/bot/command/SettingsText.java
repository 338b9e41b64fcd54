package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.EffectiveSettings;
import dev.easel.protocol.client.EffectiveSettings.Setting;
import dev.easel.protocol.client.SettingKey;
import dev.easel.protocol.work.Provenance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what holds for someone's next picture, and whose word each value is. */
final class SettingsText {
    private static final int VALUE_CHARS_MAX = 200;
    private static final int VALUE_BYTES_MAX = 500;

    private SettingsText() {}

    static String of(EffectiveSettings settings, Texts texts) {
        var lines = new ArrayList<String>();
        lines.add("### " + texts.get(Key.SETTINGS_TITLE));
        for (var key : SettingKey.values()) {
            lines.add(line(key, setting(settings, key), texts));
        }
        return String.join("\n", lines);
    }

    /** One setting, as it holds now. */
    static String line(SettingKey key, Setting<?> setting, Texts texts) {
        var name = "**" + texts.field(key.word()) + "** ";
        var value = setting.value();
        if (value == null) {
            return name + texts.get(Key.SETTINGS_UNSET);
        }
        return name
                + UserText.code(UserText.cut(text(value), VALUE_CHARS_MAX, VALUE_BYTES_MAX))
                + whose(setting.from(), texts);
    }

    static Setting<?> setting(EffectiveSettings settings, SettingKey key) {
        return switch (key) {
            case MODEL -> settings.model();
            case LORAS -> settings.loras();
            case PROMPT_SUFFIX -> settings.promptSuffix();
            case NEGATIVE_PROMPT -> settings.negativePrompt();
            case STEPS -> settings.steps();
            case CFG_SCALE -> settings.cfgScale();
            case SAMPLER -> settings.sampler();
            case SCHEDULER -> settings.scheduler();
            case SEED -> settings.seed();
            case WIDTH -> settings.width();
            case HEIGHT -> settings.height();
            case IMAGE_COUNT -> settings.imageCount();
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case List<?> loras ->
                    loras.stream()
                            .map(l ->
                                    l instanceof Lora lora
                                            ? lora.name() + ":" + lora.weight().toPlainString()
                                            : String.valueOf(l))
                            .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    private static String whose(@Nullable Provenance from, Texts texts) {
        if (from == null) {
            return "";
        }
        return switch (from) {
            case USER -> " — " + texts.get(Key.SETTINGS_FROM_USER);
            case GUILD -> " — " + texts.get(Key.SETTINGS_FROM_GUILD);
            case INSTALLATION -> " — " + texts.get(Key.SETTINGS_FROM_INSTALLATION);
            case REQUEST, INSTRUCTION, PREVIOUS_GENERATION, LANGUAGE_MODEL, BACK_END, RANDOM -> "";
        };
    }
}
