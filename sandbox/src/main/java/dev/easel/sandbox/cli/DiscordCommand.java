package dev.easel.sandbox.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code easel discord /generate "SENTENCE"}: types the command as a user of the stand-in's guild
 * and shows what the bot writes in the thread; the pictures land in a directory.
 */
public final class DiscordCommand {
    private static final Duration ACKNOWLEDGED_MAX = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final int LOOKS_MAX = 20;

    private final DiscordUser user;
    private final PrintStream out;

    public DiscordCommand(DiscordUser user, PrintStream out) {
        this.user = user;
        this.out = out;
    }

    /**
     * @param arguments the command and its instruction
     * @param directory where pictures are written
     */
    public List<Path> run(List<String> arguments, Path directory)
            throws IOException, InterruptedException {
        if (arguments.size() < 2 || !arguments.getFirst().equals("/generate")) {
            throw new IllegalArgumentException(
                    "say what to type: easel discord /generate \"a red fox\"");
        }
        var instruction = String.join(" ", arguments.subList(1, arguments.size()));
        var interaction = user.slash("generate", Map.of("instruction", instruction));
        var answered = user.acknowledgement(interaction, ACKNOWLEDGED_MAX);
        out.println("acknowledged after " + answered.path("ackedAfterMillis").asLong() + " ms");
        var answer = answered.path("originalMessageId").asText();
        if (answered.path("ephemeral").asBoolean()) {
            for (var message : user.messages(Map.of("id", answer), 1, ACKNOWLEDGED_MAX)) {
                out.println(message.path("text").asText());
            }
            return List.of();
        }
        // A thread made from a message has that message's id. The card comes first, then the result
        // or the reason why there is none.
        for (int look = 0; look < LOOKS_MAX; look++) {
            var messages = user.messages(Map.of("channelId", answer, "byBot", "true"), 2, LOOK);
            if (messages.size() >= 2) {
                return show(answer, directory);
            }
        }
        out.println("no result yet; the thread says:");
        return show(answer, directory);
    }

    private List<Path> show(String thread, Path directory)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var files = new ArrayList<Path>();
        for (var message : user.messages(Map.of("channelId", thread), 1, Duration.ZERO)) {
            out.println("--- " + message.path("authorId").asText());
            out.println(message.path("text").asText());
            for (JsonNode file : message.path("files")) {
                var name = thread + "-" + files.size() + "-" + file.path("filename").asText();
                var bytes = user.download(file.path("url").asText());
                files.add(Files.write(directory.resolve(name), bytes));
            }
        }
        files.forEach(out::println);
        return files;
    }
}
