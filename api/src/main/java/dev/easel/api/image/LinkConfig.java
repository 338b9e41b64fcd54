package dev.easel.api.image;

import dev.easel.api.image.OriginalLinks.Key;
import dev.easel.service.Env;
import dev.easel.service.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads how addresses of originals are made from the environment. */
public final class LinkConfig {
    private static final String KEYS = "EASEL_LINK_KEYS";
    private static final int SECRET_BYTES_MIN = 32;
    private static final int KEYS_MAX = 5;
    private static final int DAYS_MAX = 365;
    private static final int DAYS_DEFAULT = 30;

    private LinkConfig() {}

    public static Supplier<OriginalLinks.Config> from(Env env, Map<String, String> environment) {
        var days = env.optional("EASEL_LINK_DAYS", LinkConfig::days, DAYS_DEFAULT);
        var given =
                !environment.getOrDefault(KEYS, "").isBlank()
                        || !environment.getOrDefault(KEYS + "_FILE", "").isBlank();
        Supplier<Secret> keys = given ? env.secret(KEYS) : () -> new Secret("");
        return () ->
                new OriginalLinks.Config(keys(keys.get().value()), Duration.ofDays(days.get()));
    }

    /** Separated by commas or lines: {@code id:base64}. */
    private static List<Key> keys(String text) {
        var keys = new ArrayList<Key>();
        for (var entry : text.split("[,\\s]+", -1)) {
            if (!entry.isEmpty()) {
                keys.add(key(entry));
            }
        }
        if (keys.size() > KEYS_MAX || keys.stream().map(Key::id).distinct().count() < keys.size()) {
            throw notValid();
        }
        return List.copyOf(keys);
    }

    private static Key key(String entry) {
        var parts = entry.split(":", -1);
        if (parts.length != 2 || !parts[0].matches("[a-z0-9]{1,16}")) {
            throw notValid();
        }
        try {
            var secret = Base64.getDecoder().decode(parts[1]);
            if (secret.length >= SECRET_BYTES_MIN) {
                return new Key(parts[0], secret);
            }
        } catch (IllegalArgumentException e) {
            // falls through to the one message
        }
        throw notValid();
    }

    private static Env.Expected notValid() {
        return new Env.Expected(
                KEYS
                        + " is not valid: expected 1 to "
                        + KEYS_MAX
                        + " keys id:base64, each id of 1 to 16 small letters and digits and given"
                        + " once, each key of at least "
                        + SECRET_BYTES_MIN
                        + " bytes");
    }

    private static int days(String text) {
        if (text.matches("[0-9]{1,3}")) {
            var days = Integer.parseInt(text);
            if (days >= 1 && days <= DAYS_MAX) {
                return days;
            }
        }
        throw new Env.Expected("a whole number from 1 to " + DAYS_MAX);
    }
}
