package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Refusal;
import dev.easel.bot.text.Texts;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /reset}: forgets the thread's history, for whoever began the thread and moderators. */
final class ResetCommand implements SlashCommand {
    private static final Logger log = LoggerFactory.getLogger(ResetCommand.class);

    private final Answers answers;
    private final Api api;

    ResetCommand(Services services, Answers answers) {
        this.answers = answers;
        this.api = services.api();
    }

    @Override
    public SlashCommandData shape() {
        return Shape.command("reset");
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var member = event.getMember();
        if (member == null || !(event.getGuildChannel() instanceof ThreadChannel thread)) {
            answers.refuse(event, Key.ERROR_NO_THREAD, texts);
            return;
        }
        answers.defer(event, true)
                .ifPresent(hook -> answers.edit(hook, outcome(thread, member, event, texts)));
    }

    private String outcome(ThreadChannel thread, Member member, IReplyCallback event, Texts texts) {
        var guild = thread.getGuild().getId();
        try {
            var state = api.thread(thread.getId(), guild).orElse(null);
            if (state == null) {
                return texts.get(Key.ANSWER_RESET_NOTHING);
            }
            if (!state.userId().equals(member.getId())
                    && !member.hasPermission(thread, Permission.MESSAGE_MANAGE)) {
                return Refusal.of(event.getId(), Key.ERROR_RESET_OWNER, texts);
            }
            boolean known = api.resetThread(thread.getId(), guild).isPresent();
            return texts.get(known ? Key.ANSWER_RESET : Key.ANSWER_RESET_NOTHING);
        } catch (ApiUnavailable e) {
            log.atWarn()
                    .addKeyValue("discord.thread", thread.getId())
                    .addKeyValue("cause", e.getMessage())
                    .log("thread not reset");
            return Refusal.of(event.getId(), Key.ERROR_API, texts);
        }
    }
}
