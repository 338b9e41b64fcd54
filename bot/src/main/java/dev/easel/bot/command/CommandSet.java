package dev.easel.bot.command;

import dev.easel.bot.discord.Answers;
import dev.easel.bot.discord.Calls;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slash commands by their names, and whether Discord already has them as they are. */
final class CommandSet {
    private static final Logger log = LoggerFactory.getLogger(CommandSet.class);

    private final Map<String, SlashCommand> commands;
    private final List<SlashCommandData> shapes;

    private CommandSet(List<SlashCommand> commands) {
        this.commands =
                commands.stream()
                        .collect(Collectors.toMap(c -> c.shape().getName(), Function.identity()));
        this.shapes = commands.stream().map(SlashCommand::shape).toList();
    }

    static CommandSet of(
            Services services, Answers answers, Refining refining, Fulfilment fulfilment) {
        var fromApi = new ApiAnswers(answers);
        return new CommandSet(
                List.of(
                        new GenerateCommand(services, answers, fulfilment),
                        new SettingsCommand(services, fromApi, refining),
                        new ResetCommand(services, answers),
                        new LoraCommand(services, fromApi),
                        new QueueCommand(services, fromApi),
                        new CancelCommand(services, answers),
                        new HistoryCommand(services, fromApi),
                        new ForgetCommand(services.api(), fromApi),
                        new DoctorCommand(services, answers, refining),
                        new PingCommand(answers),
                        new HelpCommand(answers, refining)));
    }

    List<SlashCommandData> shapes() {
        return shapes;
    }

    Optional<SlashCommand> named(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    Collection<SlashCommand> all() {
        return commands.values();
    }

    /**
     * Discord counts new commands, and its clients load changed ones anew: so only changes are
     * sent. False if there were none.
     */
    boolean register(JDA jda, Calls calls) {
        var present =
                calls.repeated(() -> jda.retrieveCommands(true)).stream()
                        .map(CommandData::fromCommand)
                        .toList();
        if (hash(present).equals(hash(shapes))) {
            return false;
        }
        calls.repeated(() -> jda.updateCommands().addCommands(shapes));
        log.atInfo().addKeyValue("commands", shapes.size()).log("commands registered");
        return true;
    }

    /** Equal for equal sets, whatever order Discord gives names and languages back in. */
    static String hash(Collection<? extends CommandData> commands) {
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
