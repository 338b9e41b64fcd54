package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error answer with Discord's own status, code and words. */
final class DiscordError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final transient ObjectNode errors;

    DiscordError(int status, int code, String message, ObjectNode errors) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = errors;
    }

    private DiscordError(int status, int code, String message) {
        this(status, code, message, Json.object());
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

    static DiscordError unauthorized() {
        return new DiscordError(401, 0, "401: Unauthorized");
    }

    static DiscordError notFound() {
        return new DiscordError(404, 0, "404: Not Found");
    }

    static DiscordError unknownChannel() {
        return new DiscordError(404, 10003, "Unknown Channel");
    }

    static DiscordError unknownGuild() {
        return new DiscordError(404, 10004, "Unknown Guild");
    }

    static DiscordError unknownMessage() {
        return new DiscordError(404, 10008, "Unknown Message");
    }

    static DiscordError unknownUser() {
        return new DiscordError(404, 10013, "Unknown User");
    }

    static DiscordError unknownEmoji() {
        return new DiscordError(400, 10014, "Unknown Emoji");
    }

    static DiscordError unknownWebhook() {
        return new DiscordError(404, 10015, "Unknown Webhook");
    }

    static DiscordError unknownInteraction() {
        return new DiscordError(404, 10062, "Unknown interaction");
    }

    static DiscordError unknownCommand() {
        return new DiscordError(404, 10063, "Unknown application command");
    }

    static DiscordError tooManyAttachments() {
        return new DiscordError(400, 30015, "Maximum number of attachments in a message reached");
    }

    static DiscordError tooManyOldEdits() {
        return new DiscordError(
                429,
                30046,
                "Maximum number of edits to messages older than 1 hour reached. Try again later.");
    }

    static DiscordError tooLarge() {
        return new DiscordError(413, 40005, "Request entity too large");
    }

    static DiscordError alreadyAcknowledged() {
        return new DiscordError(400, 40060, "Interaction has already been acknowledged.");
    }

    static DiscordError missingAccess() {
        return new DiscordError(403, 50001, "Missing Access");
    }

    static DiscordError notTheAuthor() {
        return new DiscordError(403, 50005, "Cannot edit a message authored by another user");
    }

    static DiscordError emptyMessage() {
        return new DiscordError(400, 50006, "Cannot send an empty message");
    }

    static DiscordError missingPermissions() {
        return new DiscordError(403, 50013, "Missing Permissions");
    }

    static DiscordError wrongChannelType() {
        return new DiscordError(400, 50024, "Cannot execute action on this channel type");
    }

    static DiscordError invalidWebhookToken() {
        return new DiscordError(401, 50027, "Invalid Webhook Token");
    }

    static DiscordError archivedThread() {
        return new DiscordError(400, 50083, "Thread is archived");
    }

    static DiscordError threadExists() {
        return new DiscordError(400, 160004, "A thread has already been created for this message");
    }

    static DiscordError lockedThread() {
        return new DiscordError(400, 160005, "Thread is locked");
    }

    static DiscordError tooManyThreads() {
        return new DiscordError(400, 160006, "Maximum number of active threads reached");
    }
}
