package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Buckets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Slows down whoever guesses credentials: after some that were not valid, an address has to wait
 * before its next is looked at. What was valid before is looked at even so, since behind one
 * address may be many people, of whom only one guesses.
 */
final class Guesses {
    static final int VALID_BEFORE_MAX = 10_000;

    private final Buckets failures;
    private final Set<String> validBefore =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>(16, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > VALID_BEFORE_MAX;
                                }
                            }));

    Guesses(Buckets failures) {
        this.failures = failures;
    }

    /**
     * @param check looks the credential up; empty if it is not valid
     */
    Optional<Credential> check(
            String address, String credential, Supplier<Optional<Credential>> check) {
        var hash = HexFormat.of().formatHex(ApiKeys.sha256(credential));
        var wait = failures.untilNext(address);
        if (!wait.isZero() && !validBefore.contains(hash)) {
            throw ApiProblem.tooMany(
                    "failed_logins",
                    "Too many credentials from your address were not valid.",
                    wait);
        }
        var found = check.get();
        if (found.isPresent()) {
            validBefore.add(hash);
        } else {
            validBefore.remove(hash);
            failures.charge(address);
        }
        return found;
    }
}
