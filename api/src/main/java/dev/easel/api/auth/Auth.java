package dev.easel.api.auth;

import dev.easel.api.http.Buckets;
import dev.easel.api.http.ClientAddress;
import dev.easel.api.http.LimitsConfig;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who may come in, put together. */
public final class Auth {
    private final Access access;
    private final SessionEndpoint session;
    private final KeyEndpoint keyAdministration;

    /**
     * @param publicUrl where browsers find this server, as far as that is known
     */
    public Auth(
            Jdbi jdbi,
            TokenReviews tokens,
            LimitsConfig limits,
            @Nullable URI publicUrl,
            Clock clock) {
        var keys = new ApiKeys(jdbi);
        var sessions = new Sessions(jdbi);
        var failures =
                new Buckets(
                        limits.failedLoginsPerMinute(),
                        Duration.ofMinutes(1).dividedBy(limits.failedLoginsPerMinute()),
                        System::nanoTime);
        this.access =
                new Access(
                        new Credentials(keys, sessions, tokens, new Guesses(failures)),
                        new ClientAddress(limits.trustedProxies()),
                        new SameOrigin(publicUrl),
                        new Rates(limits, System::nanoTime));
        this.session =
                new SessionEndpoint(
                        access,
                        sessions,
                        publicUrl != null && "https".equals(publicUrl.getScheme()));
        this.keyAdministration = new KeyEndpoint(new KeyRegister(jdbi, keys), clock);
    }

    public Access access() {
        return access;
    }

    public void routing(HttpRouting.Builder routing) {
        session.routing(routing);
        keyAdministration.routing(routing, access);
    }
}
