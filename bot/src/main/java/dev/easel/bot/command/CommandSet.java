package dev.easel.bot.command;

import dev.easel.bot.request.Instruction;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.SettingKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.interactions.IntegrationType;
import net.dv8tion.jda.api.interactions.InteractionContextType;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.interactions.commands.localization.LocalizationFunction;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The slash commands, and a hash that tells whether Discord already has them. */
public final class CommandSet {
    static final String GENERATE = "generate";
    static final String CANCEL = "cancel";
    static final String PING = "ping";
    static final String INSTRUCTION = "instruction";
    static final String COUNT = "count";
    static final String SEED = "seed";
    static final String MODEL = "model";
    static final String RESEARCH = "research";
    static final String SETTINGS = "settings";
    static final String SHOW = "show";
    static final String SET = "set";
    static final String RESET = "reset";
    static final String KEY = "key";
    static final String VALUE = "value";
    static final String SCOPE = "scope";
    static final String ME = "me";
    static final String SERVER = "server";
    static final String LORA = "lora";
    static final String LIST = "list";
    static final String QUERY = "query";

    private static final int VALUE_CHARS_MAX = 2000;

    /**
     * The longest text that Discord lets an option take; longer ones are refused by us in words.
     */
    private static final int OPTION_CHARS_MAX = 6000;

    /** Discord falls back from en-US to en-GB, not to the default: so en-US is always given. */
    private static final LocalizationFunction LOCALIZATIONS =
            key -> {
                var texts = new TreeMap<DiscordLocale, String>();
                Texts.JAPANESE.command(key).ifPresent(t -> texts.put(DiscordLocale.JAPANESE, t));
                Texts.ENGLISH.command(key).ifPresent(t -> texts.put(DiscordLocale.ENGLISH_US, t));
                return texts;
            };

    private CommandSet() {}

    public static List<SlashCommandData> all() {
        var generate =
                command(GENERATE)
                        .addOptions(
                                option(OptionType.STRING, INSTRUCTION)
                                        .setRequired(true)
                                        .setMaxLength(OPTION_CHARS_MAX),
                                option(OptionType.INTEGER, COUNT)
                                        .setRequiredRange(
                                                Instruction.COUNT_MIN, Instruction.COUNT_MAX),
                                option(OptionType.INTEGER, SEED)
                                        .setRequiredRange(
                                                Instruction.SEED_MIN, Instruction.SEED_MAX),
                                option(OptionType.STRING, MODEL)
                                        .setMaxLength(Instruction.MODEL_CHARS_MAX),
                                option(OptionType.BOOLEAN, RESEARCH));
        return List.of(
                generate, settings(), command(RESET), lora(), command(CANCEL), command(PING));
    }

    private static SlashCommandData settings() {
        var set = subcommand(SETTINGS, SET);
        set.addOptions(
                key(set).setRequired(true),
                option(OptionType.STRING, VALUE, SETTINGS + "." + SET)
                        .setRequired(true)
                        .setMaxLength(VALUE_CHARS_MAX),
                scope(SETTINGS + "." + SET));
        var reset = subcommand(SETTINGS, RESET);
        reset.addOptions(key(reset), scope(SETTINGS + "." + RESET));
        return command(SETTINGS).addSubcommands(subcommand(SETTINGS, SHOW), set, reset);
    }

    private static SlashCommandData lora() {
        var list = subcommand(LORA, LIST);
        list.addOptions(
                option(OptionType.STRING, QUERY, LORA + "." + LIST)
                        .setMaxLength(LoraPage.QUERY_CHARS_MAX));
        return command(LORA).addSubcommands(list);
    }

    private static OptionData key(SubcommandData of) {
        var choices =
                Arrays.stream(SettingKey.values())
                        .map(k -> new Command.Choice(k.word(), k.word()))
                        .toList();
        return option(OptionType.STRING, KEY, SETTINGS + "." + of.getName()).addChoices(choices);
    }

    private static OptionData scope(String of) {
        return option(OptionType.STRING, SCOPE, of)
                .addChoices(new Command.Choice(ME, ME), new Command.Choice(SERVER, SERVER));
    }

    private static SubcommandData subcommand(String command, String name) {
        return new SubcommandData(name, english(command + "." + name + ".description"));
    }

    /** Equal for equal sets, whatever order Discord gives names and languages back in. */
    public static String hash(Collection<? extends CommandData> commands) {
        var canonical =
                commands.stream()
                        .map(c -> canonical(c.toData().toMap()))
                        .sorted()
                        .collect(Collectors.joining("\n"));
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static SlashCommandData command(String name) {
        return Commands.slash(name, english(name + ".description"))
                .setLocalizationFunction(LOCALIZATIONS)
                .setContexts(InteractionContextType.GUILD)
                .setIntegrationTypes(IntegrationType.GUILD_INSTALL);
    }

    private static OptionData option(OptionType type, String name) {
        return option(type, name, GENERATE);
    }

    private static OptionData option(OptionType type, String name, String of) {
        return new OptionData(type, name, english(of + ".options." + name + ".description"));
    }

    private static String english(String key) {
        return Texts.ENGLISH
                .command(key)
                .orElseThrow(() -> new IllegalStateException("no text for " + key));
    }

    private static String canonical(Object value) {
        return switch (value) {
            case null -> "null";
            case DataObject object -> canonical(object.toMap());
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .filter(e -> e.getValue() != null)
                            .map(e -> e.getKey() + "=" + canonical(e.getValue()))
                            .sorted()
                            .collect(Collectors.joining(",", "{", "}"));
            case Collection<?> items ->
                    items.stream()
                            .map(CommandSet::canonical)
                            .collect(Collectors.joining(",", "[", "]"));
            default -> value.toString();
        };
    }
}
