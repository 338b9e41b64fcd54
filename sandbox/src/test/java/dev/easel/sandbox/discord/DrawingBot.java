package dev.easel.sandbox.discord;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.label.Label;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.components.textinput.TextInput;
import net.dv8tion.jda.api.components.textinput.TextInputStyle;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.modals.Modal;

/** Has what the window must be able to show and fill, and notes down in words what it was told. */
final class DrawingBot extends ListenerAdapter implements AutoCloseable {
    private static final List<String> MODELS =
            IntStream.rangeClosed(1, 30).mapToObj(i -> "aquarelle-%02d".formatted(i)).toList();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final TestingBot bot;

    DrawingBot(DiscordStandIn standIn) throws InterruptedException {
        bot = TestingBot.connect(standIn);
        bot.jda.addEventListener(this);
        var instruction =
                new OptionData(OptionType.STRING, "instruction", "What to draw", true)
                        .setNameLocalization(DiscordLocale.JAPANESE, "指示")
                        .setDescriptionLocalization(DiscordLocale.JAPANESE, "描いてほしいもの");
        var count =
                new OptionData(OptionType.INTEGER, "count", "How many")
                        .setNameLocalization(DiscordLocale.JAPANESE, "枚数")
                        .setRequiredRange(1, 4);
        var model =
                new OptionData(OptionType.STRING, "model", "Which model")
                        .setNameLocalization(DiscordLocale.JAPANESE, "モデル")
                        .setAutoComplete(true);
        bot.jda
                .updateCommands()
                .addCommands(
                        Commands.slash("generate", "Draws pictures")
                                .setNameLocalization(DiscordLocale.JAPANESE, "生成")
                                .setDescriptionLocalization(DiscordLocale.JAPANESE, "画像を描きます")
                                .addOptions(instruction, count, model),
                        Commands.slash("secret", "Says it to you only"))
                .complete();
    }

    TextChannel general() {
        return bot.jda.getTextChannelsByName("general", false).getFirst();
    }

    /** What it was told next. */
    String next() throws InterruptedException {
        var words = heard.poll(TestingBot.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (words == null) {
            throw new AssertionError("the bot heard nothing");
        }
        return words;
    }

    /** Posts a message with a button that opens a form. */
    String postResult() {
        return general()
                .sendMessageComponents(
                        Container.of(
                                TextDisplay.of("a lighthouse"),
                                ActionRow.of(
                                        Button.primary("refine", "Refine"),
                                        Button.secondary("never", "Never").asDisabled())))
                .useComponentsV2()
                .complete()
                .getId();
    }

    @Override
    public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
        var typed = event.getFocusedOption().getValue();
        event.replyChoices(
                        MODELS.stream()
                                .filter(m -> m.contains(typed))
                                .limit(25)
                                .map(m -> new Command.Choice(m, m + ".safetensors"))
                                .toList())
                .queue();
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        if (event.getName().equals("secret")) {
            event.reply("for " + event.getUser().getName()).setEphemeral(true).queue();
            return;
        }
        event.deferReply().queue();
        heard.add(
                event.getUserLocale().getLocale()
                        + " "
                        + event.getOptions().stream()
                                .map(o -> o.getName() + "=" + o.getAsString())
                                .toList());
        event.getHook().editOriginal("drawn").queue();
    }

    @Override
    public void onButtonInteraction(ButtonInteractionEvent event) {
        var instruction =
                TextInput.create("instruction", TextInputStyle.PARAGRAPH)
                        .setPlaceholder("brighter")
                        .setValue("as before")
                        .setMaxLength(20)
                        .build();
        event.replyModal(
                        Modal.create("refine", "Refine the picture")
                                .addComponents(Label.of("What should change", instruction))
                                .build())
                .queue();
    }

    @Override
    public void onModalInteraction(ModalInteractionEvent event) {
        var said =
                event.getValues().stream()
                        .map(v -> v.getCustomId() + "=" + v.getAsString())
                        .toList();
        heard.add(event.getUser().getName() + " " + said);
        event.reply("refined").queue();
    }

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
        if (!event.getAuthor().isBot()) {
            var message = event.getMessage();
            var pinged = message.getMentions().isMentioned(bot.jda.getSelfUser());
            var reference = message.getMessageReference();
            heard.add(
                    (reference == null ? "said" : "replied to " + reference.getMessageId())
                            + (pinged ? " with a ping" : " without a ping"));
        }
    }

    @Override
    public void close() {
        bot.close();
    }
}
