package dev.easel.api.research;

import dev.easel.api.research.Standing.Admission;
import dev.easel.api.research.Standing.Rate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rows of {@link Standing}. Each step is one short transaction; none spans a call. */
final class Standings {
    private final Jdbi jdbi;
    private final Rate rate;
    private final Clock clock;

    Standings(Jdbi jdbi, Rate rate, Clock clock) {
        this.jdbi = jdbi;
        this.rate = rate;
        this.clock = clock;
    }

    /** Takes a token for one call. */
    Admission admit(String provider) {
        return jdbi.inTransaction(handle -> {
            var admission = locked(handle, provider).admit(rate, clock.instant());
            if (admission instanceof Admission.Go(var left)) {
                write(handle, provider, left);
            }
            return admission;
        });
    }

    Standing note(String provider, Answer answer) {
        return change(provider, standing -> standing.after(answer, clock.instant()));
    }

    /** What a person was needed for may have been put right while the process was away. */
    void forgive(String provider) {
        change(
                provider,
                standing ->
                        standing.trouble() != null && standing.trouble().needsAPerson()
                                ? standing.answered()
                                : standing);
    }

    private Standing change(String provider, UnaryOperator<Standing> step) {
        return jdbi.inTransaction(handle -> {
            var changed = step.apply(locked(handle, provider));
            write(handle, provider, changed);
            return changed;
        });
    }

    private Standing locked(Handle handle, String provider) {
        var fresh = Standing.fresh(rate, clock.instant());
        handle.createUpdate(
                        """
                        INSERT INTO research_provider (provider, tokens, refilled_at)
                        VALUES (:provider, :tokens, :now) ON CONFLICT (provider) DO NOTHING
                        """)
                .bind("provider", provider)
                .bind("tokens", fresh.tokens())
                .bind("now", fresh.refilledAt())
                .execute();
        return handle.createQuery(
                        "SELECT * FROM research_provider WHERE provider = :provider FOR UPDATE")
                .bind("provider", provider)
                .map((rs, _) -> row(rs))
                .one();
    }

    private static Standing row(ResultSet rs) throws SQLException {
        var trouble = rs.getString("trouble");
        return new Standing(
                rs.getDouble("tokens"),
                rs.getTimestamp("refilled_at").toInstant(),
                rs.getInt("failures"),
                rs.getInt("openings"),
                instant(rs.getTimestamp("shut_until")),
                trouble == null ? null : Trouble.valueOf(trouble),
                instant(rs.getTimestamp("probed_until")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static void write(Handle handle, String provider, Standing standing) {
        handle.createUpdate(
                        """
                        UPDATE research_provider SET tokens = :tokens, refilled_at = :refilledAt,
                          failures = :failures, openings = :openings, shut_until = :shutUntil,
                          trouble = :trouble, probed_until = :probedUntil
                        WHERE provider = :provider
                        """)
                .bind("provider", provider)
                .bind("tokens", standing.tokens())
                .bind("refilledAt", standing.refilledAt())
                .bind("failures", standing.failures())
                .bind("openings", standing.openings())
                .bind("shutUntil", standing.shutUntil())
                .bind("trouble", standing.trouble() == null ? null : standing.trouble().name())
                .bind("probedUntil", standing.probedUntil())
                .execute();
    }
}
