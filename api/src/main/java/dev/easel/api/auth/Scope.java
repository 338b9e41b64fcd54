package dev.easel.api.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do. ADMIN includes all but INTERNAL, which only a generator has. */
public enum Scope {
    GENERATE,
    READ,
    SETTINGS,
    ADMIN,
    INTERNAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }

    /** Words that are no scope are left out. */
    static Set<Scope> ofAll(List<String> words) {
        return words.stream()
                .flatMap(word -> of(word).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
