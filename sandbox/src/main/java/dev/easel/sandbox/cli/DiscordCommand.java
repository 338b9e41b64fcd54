package dev.easel.sandbox.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code easel discord}: what a person in the stand-in's guild can do, from the command line. Types
 * commands, writes, replies, presses buttons and fills the form, and shows what the bot makes of
 * it; pictures land in a directory.
 */
public final class DiscordCommand {
    private static final Duration ACKNOWLEDGED_MAX = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final int LOOKS_MAX = 20;
    private static final String USAGE =
            """
            say what to do:
              easel discord /generate "a red fox"          type a command
              easel discord /settings set key=steps value=30
              easel discord reply "brighter"               reply to the latest picture
              easel discord say "brighter"                 write in its thread
              easel discord mention "brighter"             the same, to the bot
              easel discord refine "brighter"              press Refine and fill the form
              easel discord click "upscale 2"              press a button by its label or action\
            """;

    private final DiscordUser user;
    private final PrintStream out;

    public DiscordCommand(DiscordUser user, PrintStream out) {
        this.user = user;
        this.out = out;
    }

    /** Whether pictures are what the words ask for. */
    public static boolean draws(List<String> arguments) {
        return arguments.isEmpty()
                || arguments.getFirst().equals("/generate")
                || !arguments.getFirst().startsWith("/");
    }

    /**
     * @param arguments what to do, and its words
     * @param directory where pictures are written
     */
    public List<Path> run(List<String> arguments, Path directory)
            throws IOException, InterruptedException {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(USAGE);
        }
        var verb = arguments.getFirst();
        var rest = arguments.subList(1, arguments.size());
        var words = String.join(" ", rest);
        if (!draws(arguments)) {
            return command(arguments);
        }
        if (words.isBlank()) {
            throw new IllegalArgumentException(USAGE);
        }
        return switch (verb) {
            case "/generate" -> generate(words, directory);
            case "say" -> {
                var thread = user.latestThread();
                var seen = seen(thread);
                user.say(thread, words);
                yield outcome(thread, seen, directory);
            }
            case "mention" -> {
                var thread = user.latestThread();
                var seen = seen(thread);
                user.mention(thread, words);
                yield outcome(thread, seen, directory);
            }
            case "reply" -> {
                var thread = user.latestThread();
                var seen = seen(thread);
                user.reply(latest(thread, "refine").path("id").asText(), words);
                yield outcome(thread, seen, directory);
            }
            case "refine" -> {
                var thread = user.latestThread();
                var seen = seen(thread);
                var press = press(thread, "refine");
                user.acknowledgement(press, ACKNOWLEDGED_MAX);
                user.submit(press, Map.of("instruction", words));
                yield outcome(thread, seen, directory);
            }
            case "click" -> {
                var thread = user.latestThread();
                var seen = seen(thread);
                press(thread, words);
                yield outcome(thread, seen, directory);
            }
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private List<Path> generate(String instruction, Path directory)
            throws IOException, InterruptedException {
        var interaction = user.slash("generate", Map.of("instruction", instruction));
        var answered = user.acknowledgement(interaction, ACKNOWLEDGED_MAX);
        out.println("acknowledged after " + answered.path("ackedAfterMillis").asLong() + " ms");
        var answer = answered.path("originalMessageId").asText();
        if (answered.path("ephemeral").asBoolean()) {
            user.messages(Map.of("id", answer), 1, ACKNOWLEDGED_MAX).forEach(this::print);
            return List.of();
        }
        // A thread made from a message has that message's id.
        return outcome(answer, Set.of(), directory);
    }

    /** Any other command: words are its name, {@code key=value} its options. */
    private List<Path> command(List<String> arguments) throws IOException, InterruptedException {
        var name = new ArrayList<String>();
        var options = new TreeMap<String, Object>();
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                name.add(argument);
            } else {
                options.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        var command = String.join(" ", name).substring(1);
        var place = command.startsWith("reset") ? user.latestThread() : "general";
        var interaction = user.slash(place, command, options);
        var answered = user.acknowledgement(interaction, ACKNOWLEDGED_MAX);
        var answer = answered.path("originalMessageId").asText();
        // The answer is promised first and written when it is known.
        for (int look = 0; look < LOOKS_MAX; look++) {
            var said = user.messages(Map.of("id", answer, "edits", look == 0 ? "1" : "0"), 1, LOOK);
            if (!said.isEmpty() && !said.get(0).path("text").asText().isEmpty()) {
                said.forEach(this::print);
                break;
            }
        }
        return List.of();
    }

    /** Presses the newest button of the thread whose label or action has the words. */
    private String press(String thread, String words) throws IOException, InterruptedException {
        var message = latest(thread, words);
        for (var button : message.path("buttons")) {
            if (isMeant(button, words)) {
                return user.click(message.path("id").asText(), button.path("customId").asText());
            }
        }
        throw new IllegalStateException("the message was chosen for this button");
    }

    private JsonNode latest(String thread, String words) throws IOException, InterruptedException {
        JsonNode latest = null;
        for (var message : user.messages(Map.of("channelId", thread), 1, Duration.ZERO)) {
            for (var button : message.path("buttons")) {
                latest = isMeant(button, words) ? message : latest;
            }
        }
        if (latest == null) {
            throw new IllegalArgumentException("no message of the latest thread has: " + words);
        }
        return latest;
    }

    private static boolean isMeant(JsonNode button, String words) {
        var wanted = words.toLowerCase(Locale.ROOT);
        return button.path("label").asText().toLowerCase(Locale.ROOT).contains(wanted)
                || button.path("customId").asText().startsWith("v1|" + wanted + "|");
    }

    private Set<String> seen(String thread) throws IOException, InterruptedException {
        var seen = new HashSet<String>();
        user.messages(Map.of("channelId", thread), 0, Duration.ZERO)
                .forEach(m -> seen.add(m.path("id").asText()));
        return seen;
    }

    /** Waits for an answer that is no card, and shows all that is new. */
    private List<Path> outcome(String thread, Set<String> seen, Path directory)
            throws IOException, InterruptedException {
        int count = seen.size() + 1;
        boolean working = true;
        for (int look = 0; look < LOOKS_MAX && working; look++) {
            var messages = user.messages(Map.of("channelId", thread), count, LOOK);
            boolean card = false;
            for (var message : messages) {
                if (!seen.contains(message.path("id").asText())) {
                    card |= isCard(message);
                    working &= !isAnswer(message);
                }
            }
            // Without a card nothing is being made; whatever was said is all there is.
            working &= card || look == 0 || messages.size() >= count;
            count = messages.size() + 1;
        }
        if (working) {
            out.println("no result yet; the thread says:");
        }
        return show(thread, seen, directory);
    }

    private static boolean isCard(JsonNode message) {
        return message.path("buttons").findValuesAsText("customId").stream()
                .anyMatch(id -> id.endsWith("|card"));
    }

    private static boolean isAnswer(JsonNode message) {
        return message.path("byBot").asBoolean()
                && !message.path("ephemeral").asBoolean()
                && !isCard(message);
    }

    private List<Path> show(String thread, Set<String> seen, Path directory)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var files = new ArrayList<Path>();
        for (var message : user.messages(Map.of("channelId", thread), 1, Duration.ZERO)) {
            if (seen.contains(message.path("id").asText())) {
                continue;
            }
            print(message);
            for (JsonNode file : message.path("files")) {
                var id = message.path("id").asText();
                var name = id + "-" + files.size() + "-" + file.path("filename").asText();
                var bytes = user.download(file.path("url").asText());
                files.add(Files.write(directory.resolve(name), bytes));
            }
        }
        files.forEach(out::println);
        return files;
    }

    private void print(JsonNode message) {
        out.println("--- " + message.path("authorId").asText());
        out.println(message.path("text").asText());
    }
}
