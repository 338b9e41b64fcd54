package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.FieldProblems;
import dev.easel.api.http.FieldProblems.Range;
import dev.easel.protocol.client.ApiKeyInput;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a new key shall be for, as far as its maker may say so. Pure. */
final class KeyForm {
    static final int LABEL_CHARS_MAX = 100;
    static final int TENANT_CHARS_MAX = 64;
    static final Duration OVERLAP_DEFAULT = Duration.ofDays(1);
    private static final Range OVERLAP_SECONDS = Range.whole(0, Duration.ofDays(7).toSeconds());
    private static final Duration LASTS_MAX = Duration.ofDays(3650);
    private static final int WORD_SHOWN_MAX = 32;
    private static final Pattern NOT_ONE_LINE = Pattern.compile("\\p{Cntrl}");

    /** INTERNAL is for generators alone, whose tokens no key can replace. */
    private static final List<String> SCOPES = List.of("generate", "read", "settings", "admin");

    private KeyForm() {}

    static KeyDraft draft(ApiKeyInput input, Caller maker, Instant now) {
        return new KeyDraft(
                scopes(input.scopes()),
                tenant(input.tenant(), maker),
                line("label", Objects.requireNonNullElse(input.label(), ""), LABEL_CHARS_MAX),
                expiry(input.expiresAt(), now));
    }

    private static Set<Scope> scopes(@Nullable List<String> words) {
        if (words == null || words.isEmpty()) {
            throw FieldProblems.required("scopes", SCOPES.size());
        }
        if (words.size() > SCOPES.size()) {
            throw FieldProblems.tooManyEntries("scopes", SCOPES.size());
        }
        var scopes = EnumSet.noneOf(Scope.class);
        for (var given : words) {
            var word = String.valueOf(given);
            if (!SCOPES.contains(word)) {
                var shown =
                        word.length() > WORD_SHOWN_MAX ? word.substring(0, WORD_SHOWN_MAX) : word;
                throw FieldProblems.notAChoice(
                        "scopes",
                        shown,
                        SCOPES,
                        "scopes must be of " + String.join(", ", SCOPES) + ".");
            }
            scopes.add(Scope.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return scopes;
    }

    /** Whoever is bound to a guild makes keys of that guild, also by saying nothing. */
    private static @Nullable String tenant(@Nullable String given, Caller maker) {
        if (given == null) {
            return maker.tenant();
        }
        if (given.isEmpty()) {
            throw FieldProblems.required("tenant", TENANT_CHARS_MAX);
        }
        var tenant = line("tenant", given, TENANT_CHARS_MAX);
        if (!maker.sees(tenant)) {
            throw ApiProblem.forbidden(
                    "They are fixed to a guild and make keys of that guild only: leave tenant"
                            + " out.");
        }
        return tenant;
    }

    private static String line(String field, String text, int charsMax) {
        var chars = text.codePointCount(0, text.length());
        if (chars > charsMax) {
            throw FieldProblems.tooLong(field, chars, charsMax);
        }
        if (NOT_ONE_LINE.matcher(text).find()) {
            throw FieldProblems.forbiddenCharacters(field);
        }
        return text;
    }

    private static @Nullable Instant expiry(@Nullable String given, Instant now) {
        if (given == null) {
            return null;
        }
        var field = "expires_at";
        try {
            var moment = Instant.parse(given);
            if (!moment.isAfter(now) || moment.isAfter(now.plus(LASTS_MAX))) {
                throw ApiProblem.invalid(
                        field, "expires_at must be in the future, and within ten years.");
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw FieldProblems.wrongType(
                    field, "time", "expires_at must be a time such as 2027-01-31T12:00:00Z.");
        }
    }

    static Duration overlap(@Nullable Long seconds) {
        if (seconds == null) {
            return OVERLAP_DEFAULT;
        }
        if (seconds < 0 || seconds > OVERLAP_SECONDS.max().longValue()) {
            throw FieldProblems.outOfRange(
                    "overlap_seconds",
                    OVERLAP_SECONDS,
                    String.valueOf(seconds),
                    "overlap_seconds must be from 0 to " + OVERLAP_SECONDS.max() + ", a week.");
        }
        return Duration.ofSeconds(seconds);
    }
}
