package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.image.OriginalLinks.Config;
import dev.easel.api.image.OriginalLinks.Key;
import dev.easel.api.image.OriginalLinks.Verdict;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OriginalLinksTest {
    private static final UUID REQUEST = UUID.fromString("7b1f0e6a-3f0d-4e55-9c1c-2f1f5f3c9a10");
    private static final URI HERE = URI.create("https://pictures.example");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Key NEW = key("new", 1);
    private static final Key OLD = key("old", 2);
    private static final Duration WEEK = Duration.ofDays(7);

    private final OriginalLinks links = links(NOON, NEW, OLD);

    @Test
    void holdsForTheConfiguredDaysAndTheRestOfThisOne() {
        var query = query(link(links));
        assertThat(query.expires()).isEqualTo("" + at("2026-12-01T00:00:00Z"));
        assertThat(check(links, query)).isEqualTo(Verdict.VALID);
        assertThat(check(links(Instant.parse("2026-11-30T23:59:59Z"), NEW), query))
                .isEqualTo(Verdict.VALID);
        assertThat(check(links(Instant.parse("2026-12-01T00:00:00Z"), NEW), query))
                .isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void isTheSameAllDayLong() {
        assertThat(link(links(Instant.parse("2026-11-23T23:59:59Z"), NEW))).isEqualTo(link(links));
    }

    @Test
    void isSignedByTheFirstKeyAndKnownByAll() {
        var signedBefore = query(link(links(NOON, OLD)));
        assertThat(signedBefore.key()).isEqualTo("old");
        assertThat(query(link(links)).key()).isEqualTo("new");
        assertThat(check(links, signedBefore)).isEqualTo(Verdict.VALID);
        assertThat(check(links(NOON, NEW), signedBefore)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void isWrongWhenAnyPartWasChanged() {
        var query = query(link(links));
        var expires = query.expires();
        var signature = query.signature();
        assertThat(links.check(UUID.randomUUID(), 0, expires, "new", signature))
                .isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 1, expires, "new", signature)).isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 0, expires + "0", "new", signature))
                .isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 0, "0" + expires, "new", signature))
                .isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 0, "", "new", signature)).isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 0, expires, "old", signature)).isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 0, expires, "new", "")).isEqualTo(Verdict.WRONG);
        assertThat(links.check(REQUEST, 0, expires, "new", "?")).isEqualTo(Verdict.WRONG);
        var other = (signature.charAt(0) == 'A' ? "B" : "A") + signature.substring(1);
        assertThat(links.check(REQUEST, 0, expires, "new", other)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void tellsNothingOfAnEndThatNobodySigned() {
        assertThat(links.check(REQUEST, 0, "1", "new", query(link(links)).signature()))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void isAbsentWithoutAnAddressOrAKey() {
        var clock = Clock.fixed(NOON, ZoneOffset.UTC);
        assertThat(new OriginalLinks(null, new Config(List.of(NEW), WEEK), clock).link(REQUEST, 0))
                .isNull();
        assertThat(new OriginalLinks(HERE, new Config(List.of(), WEEK), clock).link(REQUEST, 0))
                .isNull();
    }

    private static OriginalLinks links(Instant now, Key... keys) {
        return new OriginalLinks(
                HERE, new Config(List.of(keys), WEEK), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String link(OriginalLinks links) {
        var link = Objects.requireNonNull(links.link(REQUEST, 0));
        assertThat(link).startsWith(HERE + "/api/v1/originals/" + REQUEST + "/0?");
        return link;
    }

    private static Verdict check(OriginalLinks links, Query query) {
        return links.check(REQUEST, 0, query.expires(), query.key(), query.signature());
    }

    private record Query(String expires, String key, String signature) {}

    private static Query query(String link) {
        var parts = Pattern.compile("expires=(.*)&key=(.*)&signature=(.*)").matcher(link);
        assertThat(parts.find()).isTrue();
        return new Query(parts.group(1), parts.group(2), parts.group(3));
    }

    private static long at(String time) {
        return Instant.parse(time).getEpochSecond();
    }

    private static Key key(String id, int fill) {
        var secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return new Key(id, secret);
    }
}
