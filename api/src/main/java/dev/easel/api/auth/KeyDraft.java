package dev.easel.api.auth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key is for.
 *
 * @param tenant the one guild that it sees; absent means any
 * @param label for people
 */
record KeyDraft(
        Set<Scope> scopes, @Nullable String tenant, String label, @Nullable Instant expiresAt) {
    KeyDraft {
        scopes = Set.copyOf(scopes);
    }
}
