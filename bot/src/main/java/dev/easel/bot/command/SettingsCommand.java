package dev.easel.bot.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.bot.discord.Answers;
import dev.easel.bot.live.Answered;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.live.SettingsApi;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.ProblemText;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.GlobalSettings;
import dev.easel.protocol.client.SettingKey;
import java.util.function.Supplier;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /settings}: a person's own, or with Manage Server those of the whole server. */
final class SettingsCommand {
    private static final Logger log = LoggerFactory.getLogger(SettingsCommand.class);

    private final Answers answers;
    private final SettingsApi settings;
    private final Key howToRefine;

    /**
     * @param howToRefine the text that says which messages are read here
     */
    SettingsCommand(Answers answers, SettingsApi settings, Key howToRefine) {
        this.answers = answers;
        this.settings = settings;
        this.howToRefine = howToRefine;
    }

    void handle(SlashCommandInteractionEvent event, Texts texts) {
        var member = event.getMember();
        boolean server =
                CommandSet.SERVER.equals(
                        event.getOption(
                                CommandSet.SCOPE, CommandSet.ME, OptionMapping::getAsString));
        if (member == null || (server && !member.hasPermission(Permission.MANAGE_SERVER))) {
            answers.privately(event, texts.get(Key.ERROR_MANAGE_SERVER));
            return;
        }
        var word = event.getOption(CommandSet.KEY, OptionMapping::getAsString);
        var key = word == null ? null : SettingKey.of(word).orElse(null);
        if (word != null && key == null) {
            answers.privately(event, texts.get(Key.ERROR_SETTING_KEY, SettingKey.words()));
            return;
        }
        var guild = member.getGuild().getId();
        var user = server ? null : member.getId();
        var hook = answers.defer(event, true).orElse(null);
        if (hook == null) {
            return;
        }
        var answer =
                switch (String.valueOf(event.getSubcommandName())) {
                    case CommandSet.SHOW -> asked(() -> shown(member, texts), texts);
                    case CommandSet.SET -> {
                        if (key == null) {
                            yield texts.get(Key.ERROR_SETTING_KEY, SettingKey.words());
                        }
                        var typed =
                                event.getOption(CommandSet.VALUE, "", OptionMapping::getAsString);
                        var body = SettingInput.body(guild, user, key, typed);
                        yield asked(() -> changed(member, body, key, server, texts), texts);
                    }
                    case CommandSet.RESET ->
                            asked(() -> reset(member, user, key, server, texts), texts);
                    default -> texts.get(Key.ERROR_STALE);
                };
        answers.edit(hook, answer);
    }

    private String shown(Member member, Texts texts) {
        var all = settings.effective(member.getGuild().getId(), member.getId());
        return SettingsText.of(all.effective(), texts) + "\n-# " + texts.get(howToRefine);
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

    private static String asked(Supplier<String> call, Texts texts) {
        try {
            return call.get();
        } catch (ApiUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("settings not reached");
            return texts.get(Key.ERROR_API);
        }
    }
}
