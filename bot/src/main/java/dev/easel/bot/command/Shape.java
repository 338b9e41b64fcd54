package dev.easel.bot.command;

import dev.easel.bot.text.Texts;
import java.util.TreeMap;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.interactions.IntegrationType;
import net.dv8tion.jda.api.interactions.InteractionContextType;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.interactions.commands.localization.LocalizationFunction;

/**
 * Builds commands whose words come from the texts. No command is kept from anyone by default
 * permissions: what needs Manage Server asks for it in its own words, and says which permission.
 */
final class Shape {
    /** The longest text that Discord lets an option take. */
    static final int OPTION_CHARS_MAX = 6000;

    /** Discord falls back from en-US to en-GB, not to the default: so en-US is always given. */
    private static final LocalizationFunction LOCALIZATIONS =
            key -> {
                var texts = new TreeMap<DiscordLocale, String>();
                Texts.JAPANESE.command(key).ifPresent(t -> texts.put(DiscordLocale.JAPANESE, t));
                Texts.ENGLISH.command(key).ifPresent(t -> texts.put(DiscordLocale.ENGLISH_US, t));
                return texts;
            };

    private Shape() {}

    static SlashCommandData command(String name) {
        return Commands.slash(name, english(name + ".description"))
                .setLocalizationFunction(LOCALIZATIONS)
                .setContexts(InteractionContextType.GUILD)
                .setIntegrationTypes(IntegrationType.GUILD_INSTALL);
    }

    static SubcommandData subcommand(String command, String name) {
        return new SubcommandData(name, english(command + "." + name + ".description"));
    }

    /**
     * @param path the command's name, and after a dot that of its subcommand
     */
    static OptionData option(String path, OptionType type, String option) {
        return new OptionData(type, option, english(path + ".options." + option + ".description"));
    }

    private static String english(String key) {
        return Texts.ENGLISH
                .command(key)
                .orElseThrow(() -> new IllegalStateException("no text for " + key));
    }
}
