package dev.easel.bot.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.bot.discord.Answers;
import dev.easel.bot.live.Answered;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.live.SettingsApi;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.ProblemText;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.GlobalSettings;
import dev.easel.protocol.client.SettingKey;
import java.util.Arrays;
import java.util.List;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.jspecify.annotations.Nullable;

/** {@code /settings}: a person's own, or with Manage Server those of the whole server. */
final class SettingsCommand implements SlashCommand {
    private static final String NAME = "settings";
    private static final String SHOW = "show";
    private static final String SET = "set";
    private static final String RESET = "reset";
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final String SCOPE = "scope";
    private static final String ME = "me";
    private static final String SERVER = "server";
    private static final int VALUE_CHARS_MAX = 2000;

    private final Answers answers;
    private final ApiAnswers fromApi;
    private final SettingsApi settings;
    private final Catalogue catalogue;
    private final Refining refining;

    SettingsCommand(Services services, ApiAnswers fromApi, Refining refining) {
        this.answers = fromApi.answers();
        this.fromApi = fromApi;
        this.settings = new SettingsApi(services.api());
        this.catalogue = services.catalogue();
        this.refining = refining;
    }

    @Override
    public SlashCommandData shape() {
        var set = Shape.subcommand(NAME, SET);
        set.addOptions(
                key(SET).setRequired(true),
                Shape.option(NAME + "." + SET, OptionType.STRING, VALUE)
                        .setRequired(true)
                        .setMaxLength(VALUE_CHARS_MAX)
                        .setAutoComplete(true),
                scope(SET));
        var reset = Shape.subcommand(NAME, RESET);
        reset.addOptions(key(RESET), scope(RESET));
        return Shape.command(NAME).addSubcommands(Shape.subcommand(NAME, SHOW), set, reset);
    }

    private static OptionData key(String subcommand) {
        var choices =
                Arrays.stream(SettingKey.values())
                        .map(k -> new Choice(k.word(), k.word()))
                        .toList();
        return Shape.option(NAME + "." + subcommand, OptionType.STRING, KEY).addChoices(choices);
    }

    private static OptionData scope(String subcommand) {
        return Shape.option(NAME + "." + subcommand, OptionType.STRING, SCOPE)
                .addChoices(new Choice(ME, ME), new Choice(SERVER, SERVER));
    }

    @Override
    public List<Choice> complete(CommandAutoCompleteInteractionEvent event, Texts texts) {
        var typed = event.getFocusedOption().getValue();
        return SettingKey.of(event.getOption(KEY, "", OptionMapping::getAsString))
                .map(key -> SettingChoices.of(key, typed, catalogue, texts))
                .orElseGet(List::of);
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var member = event.getMember();
        boolean server = SERVER.equals(event.getOption(SCOPE, ME, OptionMapping::getAsString));
        if (member == null || (server && !member.hasPermission(Permission.MANAGE_SERVER))) {
            answers.refuse(event, Key.ERROR_MANAGE_SERVER, texts);
            return;
        }
        var word = event.getOption(KEY, OptionMapping::getAsString);
        var key = word == null ? null : SettingKey.of(word).orElse(null);
        var subcommand = String.valueOf(event.getSubcommandName());
        if (key == null && (word != null || subcommand.equals(SET))) {
            answers.refuse(event, Key.ERROR_SETTING_KEY, texts, SettingKey.words());
            return;
        }
        var user = server ? null : member.getId();
        if (key != null && subcommand.equals(SET)) {
            var typed = event.getOption(VALUE, "", OptionMapping::getAsString);
            var value = SettingChoices.chosen(key, typed, catalogue);
            var body = SettingInput.body(member.getGuild().getId(), user, key, value);
            fromApi.text(event, texts, () -> changed(member, body, key, server, texts));
        } else if (subcommand.equals(RESET)) {
            fromApi.text(event, texts, () -> reset(member, user, key, server, texts));
        } else {
            fromApi.text(event, texts, () -> shown(member, texts));
        }
    }

    private String shown(Member member, Texts texts) {
        var all = settings.effective(member.getGuild().getId(), member.getId());
        return SettingsText.of(all.effective(), texts) + "\n-# " + texts.get(refining.anywhere());
    }

    private String changed(
            Member member, ObjectNode body, SettingKey key, boolean server, Texts texts) {
        return switch (settings.change(body)) {
            case Answered.Refused<GlobalSettings>(var problem) -> ProblemText.of(problem, texts);
            case Answered.Good<GlobalSettings>(var changed) ->
                    texts.get(server ? Key.SETTINGS_SET_SERVER : Key.SETTINGS_SET_ME)
                            + "\n"
                            + now(member, key, texts)
                            + unchecked(changed, texts);
        };
    }

    private String reset(
            Member member,
            @Nullable String user,
            @Nullable SettingKey key,
            boolean server,
            Texts texts) {
        return switch (settings.reset(member.getGuild().getId(), user, key)) {
            case Answered.Refused<GlobalSettings>(var problem) -> ProblemText.of(problem, texts);
            case Answered.Good<GlobalSettings> _ ->
                    texts.get(server ? Key.SETTINGS_RESET_SERVER : Key.SETTINGS_RESET_ME)
                            + (key == null ? "" : "\n" + now(member, key, texts));
        };
    }

    /** What holds for the caller after the change: a person's own word is above the server's. */
    private String now(Member member, SettingKey key, Texts texts) {
        var all = settings.effective(member.getGuild().getId(), member.getId());
        return SettingsText.line(key, SettingsText.setting(all.effective(), key), texts);
    }

    private static String unchecked(GlobalSettings changed, Texts texts) {
        return changed.unchecked().isEmpty() ? "" : "\n-# " + texts.get(Key.SETTINGS_UNCHECKED);
    }
}
