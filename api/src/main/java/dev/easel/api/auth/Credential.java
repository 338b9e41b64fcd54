package dev.easel.api.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key, session or token that is valid now.
 *
 * @param keyId the key that it is or rests on; absent for a service account's token
 * @param expiresAt absent if it has no end, or if only who issued it knows it
 */
record Credential(Caller caller, @Nullable String keyId, @Nullable Instant expiresAt) {}
