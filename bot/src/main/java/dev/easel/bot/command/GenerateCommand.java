package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Place;
import dev.easel.bot.request.Promises.Promise;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** {@code /generate}: checks what was typed, and has it made. */
final class GenerateCommand implements SlashCommand {
    private static final String NAME = "generate";
    private static final String INSTRUCTION = "instruction";
    private static final String COUNT = "count";
    private static final String SEED = "seed";
    private static final String MODEL = "model";
    private static final String SIZE = "size";
    private static final String RESEARCH = "research";
    private static final String PRIVATE = "private";
    private static final int SIZE_CHARS_MAX = 40;

    private final Answers answers;
    private final Fulfilment fulfilment;
    private final Catalogue catalogue;
    private final String namespace;
    private final String pool;
    private final Pictures pictures;

    GenerateCommand(Services services, Answers answers, Fulfilment fulfilment) {
        this.answers = answers;
        this.fulfilment = fulfilment;
        this.catalogue = services.catalogue();
        this.namespace = services.requests().namespace();
        this.pool = services.pool();
        this.pictures = services.pictures();
    }

    @Override
    public SlashCommandData shape() {
        return Shape.command(NAME)
                .addOptions(
                        // Longer ones are refused by us, in words.
                        Shape.option(NAME, OptionType.STRING, INSTRUCTION)
                                .setRequired(true)
                                .setMaxLength(Shape.OPTION_CHARS_MAX),
                        Shape.option(NAME, OptionType.INTEGER, COUNT)
                                .setRequiredRange(Instruction.COUNT_MIN, Instruction.COUNT_MAX),
                        Shape.option(NAME, OptionType.STRING, SIZE)
                                .setMaxLength(SIZE_CHARS_MAX)
                                .setAutoComplete(true),
                        Shape.option(NAME, OptionType.STRING, MODEL)
                                .setMaxLength(Instruction.MODEL_CHARS_MAX)
                                .setAutoComplete(true),
                        Shape.option(NAME, OptionType.INTEGER, SEED)
                                .setRequiredRange(Instruction.SEED_MIN, Instruction.SEED_MAX),
                        Shape.option(NAME, OptionType.BOOLEAN, RESEARCH),
                        Shape.option(NAME, OptionType.BOOLEAN, PRIVATE));
    }

    @Override
    public List<Choice> complete(CommandAutoCompleteInteractionEvent event, Texts texts) {
        var typed = event.getFocusedOption().getValue();
        return switch (event.getFocusedOption().getName()) {
            case MODEL -> Suggestions.choices(catalogue.modelNames(), typed);
            case SIZE ->
                    SizeChoices.of(
                            typed, event.getOption(MODEL, OptionMapping::getAsString), texts);
            default -> List.of();
        };
    }

    @Override
    public void handle(SlashCommandInteractionEvent event, Texts texts) {
        var model = event.getOption(MODEL, OptionMapping::getAsString);
        var typed =
                new Instruction.Typed(
                        event.getOption(COUNT, OptionMapping::getAsLong),
                        event.getOption(SEED, OptionMapping::getAsLong),
                        model == null ? null : Suggestions.chosen(catalogue.modelNames(), model),
                        event.getOption(SIZE, OptionMapping::getAsString));
        var text = event.getOption(INSTRUCTION, "", OptionMapping::getAsString);
        boolean privately = event.getOption(PRIVATE, false, OptionMapping::getAsBoolean);
        var channel = event.getGuildChannel();
        switch (Instruction.check(text, typed, texts)) {
            case Instruction.Checked.Bad(var explanation) ->
                    answers.refuse(event, "option", explanation, texts);
            case Instruction.Checked.Good(var instruction) ->
                    problem(channel, privately, texts)
                            .or(() -> unknownModel(instruction, texts))
                            .ifPresentOrElse(
                                    problem ->
                                            answers.refuse(event, "place or model", problem, texts),
                                    () ->
                                            fulfilment.begin(
                                                    event,
                                                    promise(event, instruction, privately),
                                                    texts));
        }
    }

    private Optional<String> problem(GuildChannel channel, boolean privately, Texts texts) {
        if (!pictures.shows(channel)) {
            return Optional.of(texts.get(Key.ERROR_AGE));
        }
        return privately ? Place.privateProblem(channel, texts) : Place.problem(channel, texts);
    }

    private Optional<String> unknownModel(Instruction instruction, Texts texts) {
        return Optional.ofNullable(instruction.wishes().model())
                .flatMap(model -> new ModelCheck(catalogue).problem(model, texts));
    }

    private Promise promise(
            SlashCommandInteractionEvent event, Instruction instruction, boolean privately) {
        var channel = event.getGuildChannel();
        var origin =
                new NewRequest.Origin(
                        event.getId(),
                        channel.getGuild().getId(),
                        event.getUser().getId(),
                        event.getUserLocale().getLocale(),
                        Place.parentId(channel),
                        Place.threadId(channel));
        var request =
                NewRequest.generate(
                        namespace,
                        pool,
                        origin,
                        instruction,
                        event.getOption(RESEARCH, false, OptionMapping::getAsBoolean));
        return new Promise(event.getToken(), privately, request);
    }
}
