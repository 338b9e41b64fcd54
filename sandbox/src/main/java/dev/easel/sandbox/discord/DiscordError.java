package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An error answer with Discord's own status, code and words. */
final class DiscordError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Status and words of each code that Discord is known to answer a bot like ours with. */
    private record Known(int code, int status, String message) {}

    private static final Map<Integer, Known> KNOWN =
            Stream.of(
                            new Known(10003, 404, "Unknown Channel"),
                            new Known(10004, 404, "Unknown Guild"),
                            new Known(10008, 404, "Unknown Message"),
                            new Known(10013, 404, "Unknown User"),
                            new Known(10014, 400, "Unknown Emoji"),
                            new Known(10015, 404, "Unknown Webhook"),
                            new Known(10062, 404, "Unknown interaction"),
                            new Known(10063, 404, "Unknown application command"),
                            new Known(
                                    20009,
                                    400,
                                    "Explicit content cannot be sent to the desired recipient(s)"),
                            new Known(
                                    20028,
                                    429,
                                    "The channel you are writing has hit the write rate limit."),
                            new Known(30010, 400, "Maximum number of reactions reached (20)"),
                            new Known(
                                    30015,
                                    400,
                                    "Maximum number of attachments in a message reached (10)"),
                            new Known(
                                    30032,
                                    400,
                                    "Maximum number of application commands reached (100)"),
                            new Known(
                                    30034,
                                    400,
                                    "Max number of daily application command creates has been"
                                            + " reached (200)"),
                            new Known(
                                    30046,
                                    429,
                                    "Maximum number of edits to messages older than 1 hour"
                                            + " reached. Try again later"),
                            new Known(40005, 413, "Request entity too large"),
                            new Known(40060, 400, "Interaction has already been acknowledged."),
                            new Known(
                                    40094,
                                    400,
                                    "This interaction has reached the maximum number of follow-up"
                                            + " messages"),
                            new Known(50001, 403, "Missing Access"),
                            new Known(50005, 403, "Cannot edit a message authored by another user"),
                            new Known(50006, 400, "Cannot send an empty message"),
                            new Known(50007, 403, "Cannot send messages to this user"),
                            new Known(50013, 403, "Missing Permissions"),
                            new Known(50024, 400, "Cannot execute action on this channel type"),
                            new Known(50027, 401, "Invalid Webhook Token"),
                            new Known(50035, 400, "Invalid Form Body"),
                            new Known(50045, 400, "File uploaded exceeds the maximum size"),
                            new Known(50046, 400, "Invalid file uploaded"),
                            new Known(50083, 400, "Thread is archived"),
                            new Known(50109, 400, "The request body contains invalid JSON."),
                            new Known(90001, 403, "Reaction was blocked"),
                            new Known(
                                    160002,
                                    400,
                                    "Cannot reply without permission to read message history"),
                            new Known(
                                    160004,
                                    400,
                                    "A thread has already been created for this message"),
                            new Known(160005, 400, "Thread is locked"),
                            new Known(160006, 400, "Maximum number of active threads reached"),
                            new Known(200000, 400, "Message was blocked by automatic moderation"),
                            new Known(240000, 400, "Message blocked by harmful links filter"),
                            new Known(
                                    400001,
                                    403,
                                    "Access to file uploads has been limited for this guild"))
                    .collect(Collectors.toMap(Known::code, Function.identity()));

    private final int status;
    private final int code;
    private final transient ObjectNode errors;

    DiscordError(int status, int code, String message, ObjectNode errors) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = errors;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    ObjectNode body() {
        var body = Json.object().put("message", getMessage()).put("code", code);
        if (!errors.isEmpty()) {
            body.set("errors", errors);
        }
        return body;
    }

    /** The codes that {@link #of} knows. */
    static Set<Integer> codes() {
        return KNOWN.keySet();
    }

    /** An error by its code. */
    static DiscordError of(int code) {
        var known = KNOWN.get(code);
        if (known == null) {
            throw new IllegalArgumentException("no error has the code " + code);
        }
        return new DiscordError(known.status(), code, known.message(), Json.object());
    }

    /** A 50035 for one field; the path is dotted, as in {@code components.0.items}. */
    static DiscordError invalid(String path, String errorCode, String message) {
        var root = Json.object();
        var at = root;
        for (var part : path.split("\\.")) {
            at = at.putObject(part);
        }
        at.putArray("_errors").addObject().put("code", errorCode).put("message", message);
        return new DiscordError(400, 50035, "Invalid Form Body", root);
    }

    static DiscordError tooLong(String path, int charsMax) {
        return invalid(
                path, "BASE_TYPE_MAX_LENGTH", "Must be " + charsMax + " or fewer in length.");
    }

    static DiscordError badLength(String path, int min, int max) {
        return invalid(
                path,
                "BASE_TYPE_BAD_LENGTH",
                "Must be between " + min + " and " + max + " in length.");
    }

    static DiscordError unauthorized() {
        return new DiscordError(401, 0, "401: Unauthorized", Json.object());
    }

    static DiscordError notFound() {
        return new DiscordError(404, 0, "404: Not Found", Json.object());
    }

    /** What Discord itself breaks on. */
    static DiscordError broken() {
        return new DiscordError(500, 0, "500: Internal Server Error", Json.object());
    }

    static DiscordError unknownChannel() {
        return of(10003);
    }

    static DiscordError unknownGuild() {
        return of(10004);
    }

    static DiscordError unknownMessage() {
        return of(10008);
    }

    static DiscordError unknownUser() {
        return of(10013);
    }

    static DiscordError unknownEmoji() {
        return of(10014);
    }

    static DiscordError unknownWebhook() {
        return of(10015);
    }

    static DiscordError unknownInteraction() {
        return of(10062);
    }

    static DiscordError unknownCommand() {
        return of(10063);
    }

    static DiscordError tooManyAttachments() {
        return of(30015);
    }

    static DiscordError tooLarge() {
        return of(40005);
    }

    static DiscordError missingAccess() {
        return of(50001);
    }

    static DiscordError emptyMessage() {
        return of(50006);
    }

    static DiscordError missingPermissions() {
        return of(50013);
    }

    static DiscordError wrongChannelType() {
        return of(50024);
    }

    static DiscordError invalidWebhookToken() {
        return of(50027);
    }

    static DiscordError archivedThread() {
        return of(50083);
    }

    static DiscordError lockedThread() {
        return of(160005);
    }
}
