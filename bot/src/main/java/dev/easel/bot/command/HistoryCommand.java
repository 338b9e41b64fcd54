package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.live.Overviews;
import dev.easel.bot.request.Requests;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.RequestPage.Summary;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.components.MessageTopLevelComponent;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/**
 * {@code /history}: in a thread what was asked for in it, elsewhere what the caller asked for in
 * this server.
 */
final class HistoryCommand implements SlashCommand {
    private static final String NAME = "history";
    private static final String SEARCH = "search";
    private static final String SCOPE = "scope";
    private static final String ME = "me";
    private static final String THREAD = "thread";

    private final Answers answers;
    private final ApiAnswers fromApi;
    private final Overviews overviews;
    private final Requests requests;

    HistoryCommand(Services services, ApiAnswers fromApi) {
        this.answers = fromApi.answers();
        this.fromApi = fromApi;
        this.overviews = new Overviews(services.api());
        this.requests = services.requests();
    }

    @Override
    public SlashCommandData shape() {
        return Shape.command(NAME)
                .addOptions(
                        Shape.option(NAME, OptionType.STRING, SEARCH)
                                .setMaxLength(HistoryPage.QUERY_CHARS_MAX),
                        Shape.option(NAME, OptionType.STRING, SCOPE)
                                .addChoices(new Choice(ME, ME), new Choice(THREAD, THREAD)));
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        boolean inThread = event.getGuildChannel() instanceof ThreadChannel;
        var scope = event.getOption(SCOPE, inThread ? THREAD : ME, OptionMapping::getAsString);
        if (scope.equals(THREAD) && !inThread) {
            answers.refuse(event, Key.ERROR_HISTORY_PLACE, texts);
            return;
        }
        var page =
                HistoryPage.first(
                        scope.equals(THREAD) ? event.getGuildChannel().getId() : null,
                        event.getOption(SEARCH, "", OptionMapping::getAsString));
        fromApi.parts(event, texts, () -> components(event, page, texts));
    }

    @Override
    public boolean press(ButtonInteractionEvent event, Texts texts) {
        var page = HistoryPage.parse(String.valueOf(event.getButton().getCustomId())).orElse(null);
        if (page == null) {
            return false;
        }
        fromApi.turned(event, texts, () -> components(event, page, texts));
        return true;
    }

    private List<MessageTopLevelComponent> components(
            IReplyCallback event, HistoryPage page, Texts texts) {
        var wanted =
                new Overviews.Wanted(
                        event.getGuildChannel().getGuild().getId(),
                        page.threadId() == null ? event.getUser().getId() : null,
                        page.threadId(),
                        page.query());
        // One more than is shown tells whether there is a next page.
        var past = overviews.requests(wanted, page.entries() + 1);
        return page.components(past, r -> link(r, texts), texts);
    }

    /** The first message with the pictures while its resource is kept, afterwards the thread. */
    private Optional<String> link(Summary request, Texts texts) {
        if (!request.threadId().matches("[0-9]{1,20}")) {
            return Optional.empty();
        }
        return requests.byUid(request.requestId().toString())
                .flatMap(r -> Optional.ofNullable(r.getStatus()))
                .flatMap(s -> Optional.ofNullable(s.delivery()))
                .flatMap(d -> d.messageIDs().stream().findFirst())
                .map(message ->
                        "["
                                + texts.get(Key.HISTORY_JUMP)
                                + "]("
                                + Message.JUMP_URL.formatted(
                                        request.guildId(), request.threadId(), message)
                                + ")")
                .or(() -> Optional.of("<#" + request.threadId() + ">"));
    }
}
