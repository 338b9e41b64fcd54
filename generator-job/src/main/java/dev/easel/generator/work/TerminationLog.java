package dev.easel.generator.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.Termination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Leaves the receipt where the kubelet picks it up. */
public final class TerminationLog {
    private TerminationLog() {}

    public static void write(Path file, Termination termination) throws IOException {
        Files.writeString(file, fit(termination));
    }

    /** JSON within the kubelet's limit, which would otherwise cut it in the middle. */
    static String fit(Termination termination) {
        var message = termination.message();
        while (true) {
            var json = json(termination, message);
            var over = json.getBytes(StandardCharsets.UTF_8).length - Termination.BYTES_MAX;
            if (over <= 0 || message.isEmpty()) {
                return json;
            }
            var keep = Math.max(0, message.length() - Math.max(1, over / 3));
            message = message.substring(0, keep);
        }
    }

    private static String json(Termination termination, String message) {
        var cut =
                new Termination(
                        termination.token(),
                        termination.code(),
                        termination.reason(),
                        message,
                        termination.resultId());
        try {
            return Json.mapper().writeValueAsString(cut);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
