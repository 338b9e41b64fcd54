package dev.easel.bot.discord;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.exceptions.RateLimitedException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import org.jspecify.annotations.Nullable;

/** A call to Discord that did not work, sorted by what can be done about it. */
public final class DiscordFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a failure means for the caller. */
    public enum Kind {
        /** The place is gone for good, or we were removed from it. */
        GONE,
        /** A permission is missing; people can change that. */
        FORBIDDEN,
        /** The thread is locked; people can change that. */
        LOCKED,
        /** The thread is archived, and only new messages wake it. */
        ARCHIVED,
        /** The server's own rules do not let these words through. */
        BLOCKED,
        /** The token is not valid any more. */
        TOKEN,
        RATE_LIMITED,
        TOO_LARGE,
        /** The server takes no files at present, of whatever size. */
        FILES_REFUSED,
        /** The message that was meant does not exist any more. */
        MESSAGE_GONE,
        /** The interaction's three seconds or fifteen minutes are over. */
        LATE,
        /** Someone acknowledged the interaction before. */
        TAKEN,
        THREAD_EXISTS,
        THREADS_FULL,
        /** Discord will not take this, today or tomorrow. */
        REFUSED,
        /** Discord or the way to it is down; the call may or may not have had an effect. */
        UNAVAILABLE
    }

    private static final int TOO_LARGE_STATUS = 413;
    private static final int UNAUTHORIZED_STATUS = 401;

    /** JDA has no name for it. */
    private static final int UPLOADS_LIMITED = 400001;

    private final Kind kind;
    private final int code;

    private DiscordFailure(
            Kind kind, int code, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    static DiscordFailure of(RuntimeException e) {
        Throwable cause =
                e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        return switch (cause) {
            case DiscordFailure failure -> failure;
            case ErrorResponseException error ->
                    new DiscordFailure(
                            kind(error), error.getErrorCode(), error.getMeaning(), error);
            case InsufficientPermissionException missing ->
                    new DiscordFailure(
                            Kind.FORBIDDEN,
                            ErrorResponse.MISSING_PERMISSIONS.getCode(),
                            "the bot may not \""
                                    + missing.getPermission().getName()
                                    + "\" in channel "
                                    + missing.getChannelId(),
                            missing);
            case RateLimitedException limited ->
                    new DiscordFailure(Kind.RATE_LIMITED, 429, "rate limited", limited);
            // JDA keeps calls back while a limit lasts; they time out before they are sent.
            case TimeoutException late ->
                    new DiscordFailure(Kind.RATE_LIMITED, 429, "waited too long", late);
            default -> new DiscordFailure(Kind.UNAVAILABLE, 0, cause.getMessage(), cause);
        };
    }

    public Kind kind() {
        return kind;
    }

    /** Discord's own error code, or 0 where there was no answer. */
    public int code() {
        return code;
    }

    private static Kind kind(ErrorResponseException e) {
        if (e.getResponse().code == TOO_LARGE_STATUS) {
            return Kind.TOO_LARGE;
        }
        if (e.getResponse().code == UNAUTHORIZED_STATUS && !isOfInteraction(e)) {
            return Kind.TOKEN;
        }
        if (e.getErrorCode() == UPLOADS_LIMITED) {
            return Kind.FILES_REFUSED;
        }
        if (e.isServerError() || e.getResponse().code >= 500 || e.getResponse().code <= 0) {
            return Kind.UNAVAILABLE;
        }
        return switch (e.getErrorResponse()) {
            case UNKNOWN_CHANNEL, UNKNOWN_GUILD -> Kind.GONE;
            case MISSING_ACCESS, MISSING_PERMISSIONS -> Kind.FORBIDDEN;
            case THREAD_LOCKED -> Kind.LOCKED;
            case ILLEGAL_OPERATION_ARCHIVED_THREAD -> Kind.ARCHIVED;
            case MESSAGE_BLOCKED_BY_AUTOMOD,
                    TITLE_BLOCKED_BY_AUTOMOD,
                    MESSAGE_BLOCKED_BY_HARMFUL_LINK_FILTER,
                    GUILD_EXPLICIT_CONTENT_FILTER,
                    EXPLICIT_CONTENT_CANNOT_SEND_TO_RECIPIENT ->
                    Kind.BLOCKED;
            case REQUEST_ENTITY_TOO_LARGE, FILE_UPLOAD_MAX_SIZE_EXCEEDED -> Kind.TOO_LARGE;
            case UNKNOWN_MESSAGE -> Kind.MESSAGE_GONE;
            case UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN -> Kind.LATE;
            case INTERACTION_ALREADY_ACKNOWLEDGED -> Kind.TAKEN;
            case THREAD_WITH_THIS_MESSAGE_ALREADY_EXISTS -> Kind.THREAD_EXISTS;
            case MAX_ACTIVE_THREADS -> Kind.THREADS_FULL;
            default -> Kind.REFUSED;
        };
    }

    /** An interaction's own token ends after fifteen minutes, which says nothing of ours. */
    private static boolean isOfInteraction(ErrorResponseException e) {
        return switch (e.getErrorResponse()) {
            case UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN, UNKNOWN_INTERACTION -> true;
            default -> false;
        };
    }

    /** What a look at the permissions tells before any call. */
    static DiscordFailure forbidden(String message) {
        return new DiscordFailure(
                Kind.FORBIDDEN, ErrorResponse.MISSING_PERMISSIONS.getCode(), message, null);
    }

    static DiscordFailure locked() {
        return new DiscordFailure(
                Kind.LOCKED, ErrorResponse.THREAD_LOCKED.getCode(), "the thread is locked", null);
    }
}
