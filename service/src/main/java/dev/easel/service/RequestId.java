package dev.easel.service;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id that finds every log line of one call or one generation request. */
public record RequestId(String value) {
    public static final String HEADER = "X-Request-Id";

    /** The key under which logs carry it. */
    public static final String LOG_KEY = "request.id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    /** Accepts 8 to 64 letters, digits, dots, dashes and underscores; anything else is absent. */
    public static Optional<RequestId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RequestId(text)) : Optional.empty();
    }

    public static RequestId mint() {
        return new RequestId(UUID.randomUUID().toString());
    }
}
