package dev.easel.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
    private static final SameOrigin OWN = new SameOrigin(URI.create("https://pictures.example"));

    @ParameterizedTest
    @CsvSource({
        "the page itself, same-origin, , true, true",
        "the page itself in an old browser, , http://easel:8080, true, true",
        "the page behind a proxy, , https://pictures.example, true, true",
        "the same host in capitals, , http://EASEL:8080, true, true",
        "another site, cross-site, https://evil.example, false, false",
        "another site that names ours, cross-site, http://easel:8080, false, false",
        "a neighbour, same-site, https://other.example, false, false",
        "a bookmark or a typed address, none, , false, false",
        "another site in an old browser, , https://evil.example, false, false",
        "another port of the host, , http://easel:8081, false, false",
        "a sandboxed frame, , null, false, false",
        "an origin that is none, , 'http://[', false, false",
        "a script that says nothing, , , false, true",
    })
    void tellsTheOwnPageFromOtherSites(
            String who,
            @Nullable String site,
            @Nullable String origin,
            boolean proven,
            boolean possible) {
        var said = new SameOrigin.Said(site, origin, "easel:8080");
        assertThat(OWN.proven(said)).as(who).isEqualTo(proven);
        assertThat(OWN.possible(said)).as(who).isEqualTo(possible);
    }
}
