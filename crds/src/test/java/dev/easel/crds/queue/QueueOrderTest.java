package dev.easel.crds.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.queue.QueueOrder.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueOrderTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Shares USAGE =
            new Shares(Map.of("t/heavy", 90.0, "t/light", 10.0), Map.of());

    /** Ages are minutes; the bound is 120. Each request is uid:priority:user:age. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nobody waits                               |                                    |
                    one waits                                  | a:0:new:1                          | a
                    higher priority goes first                 | a:0:new:9 b:1:new:1                | b a
                    negative priority goes last                | a:-1:new:9 b:0:new:1               | b a
                    extreme priorities do not overflow         | a:-2147483648:new:1 b:2147483647:new:1 | b a
                    less use goes first                        | a:0:heavy:9 b:0:light:1            | b a
                    no use goes before little use              | a:0:light:9 b:0:new:1              | b a
                    priority goes before use                   | a:0:new:9 b:1:heavy:1              | b a
                    older goes first                           | a:0:new:1 b:0:new:9                | b a
                    use goes before age                        | a:0:heavy:99 b:0:light:1           | b a
                    UID decides between equals                 | b:0:new:5 a:0:new:5                | a b
                    over the bound goes before priority        | a:1000:new:1 b:-1000:heavy:121     | b a
                    exactly at the bound is not over it        | a:1:new:1 b:0:new:120              | a b
                    over the bound only age counts             | a:9:new:121 b:0:heavy:122          | b a
                    over the bound UID decides between equals  | b:9:new:130 a:0:heavy:130          | a b
                    created in the future waits like any other | a:0:new:-5 b:0:new:1               | b a
                    """)
    void orders(String rule, String waiting, String expected) {
        var ordered = QueueOrder.order(parse(waiting), USAGE, NOW);

        assertThat(ordered.stream().map(Waiting::uid))
                .as(rule)
                .containsExactlyElementsOf(words(expected));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000, 50_000})
    void givesTheSameOrderForEveryPermutation(long seed) {
        var random = new Random(seed);
        var waiting = someWaiting(random, 60);
        var expected = QueueOrder.order(waiting, USAGE, NOW);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(waiting, random);
            assertThat(QueueOrder.order(waiting, USAGE, NOW)).isEqualTo(expected);
        }
        assertThat(expected).containsExactlyInAnyOrderElementsOf(waiting);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 70, 800, 9000})
    void nobodyBeyondTheBoundIsOvertakenByALaterOne(long seed) {
        var ordered = QueueOrder.order(someWaiting(new Random(seed), 200), USAGE, NOW);

        for (int later = 0; later < ordered.size(); later++) {
            var own = ordered.get(later);
            if (own.createdAt().plus(QueueOrder.WAITING_MAX).isBefore(NOW)) {
                assertThat(ordered.subList(0, later))
                        .allSatisfy(ahead ->
                                assertThat(ahead.createdAt()).isBeforeOrEqualTo(own.createdAt()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 220, 3300})
    void placesEveryoneWhereTheOrderPutsThem(long seed) {
        var waiting = someWaiting(new Random(seed), 80);
        var ordered = QueueOrder.order(waiting, USAGE, NOW);
        var places = QueueOrder.places(waiting, USAGE, NOW);

        assertThat(places.keySet())
                .containsExactlyElementsOf(ordered.stream().map(Waiting::uid).toList());
        for (int index = 0; index < ordered.size(); index++) {
            assertThat(places.get(ordered.get(index).uid()))
                    .returns(index + 1, Place::position)
                    .returns(80, Place::of);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 230, 3400})
    void saysOfAllTogetherWhatItSaysOfEachPair(long seed) {
        var waiting = someWaiting(new Random(seed), 60);

        for (var own : waiting) {
            var expected = new EnumMap<Criterion, Integer>(Criterion.class);
            for (var other : waiting) {
                if (!other.equals(own)) {
                    place(own.uid(), List.of(other, own))
                            .ahead()
                            .forEach((by, count) -> expected.merge(by, count, Integer::sum));
                }
            }
            assertThat(place(own.uid(), waiting).ahead()).as(own.toString()).isEqualTo(expected);
        }
    }

    @Test
    void saysWhatPutOthersAhead() {
        var waiting =
                parse("own:0:light:5 p:3:heavy:1 s:-9:heavy:121 e:0:light:6 u:0:new:1 l:0:light:4");

        var place = place("own", waiting);

        assertThat(place.ahead())
                .isEqualTo(
                        Map.of(
                                Criterion.WAITED_TOO_LONG, 1,
                                Criterion.PRIORITY, 1,
                                Criterion.LESS_USE, 1,
                                Criterion.EARLIER, 1));
        assertThat(place.why())
                .isEqualTo(
                        "5 of 6: ahead are 1 waited past the bound, 1 of higher priority, 1 of"
                                + " people who used less of their share lately, 1 asked earlier; you used"
                                + " the GPU 10 s lately");
    }

    @Test
    void saysThatTheFirstIsNext() {
        var place = place("a", parse("a:0:new:5 b:0:new:1"));

        assertThat(place.why()).isEqualTo("1 of 2: next when a slot is free");
    }

    @Test
    void hasNoPlaceForOneThatDoesNotWait() {
        assertThat(QueueOrder.places(parse("a:0:new:5"), USAGE, NOW)).containsOnlyKeys("a");
    }

    private static Place place(String uid, List<Waiting> waiting) {
        return Objects.requireNonNull(QueueOrder.places(waiting, USAGE, NOW).get(uid));
    }

    private static List<Waiting> someWaiting(Random random, int count) {
        var users = List.of("t/heavy", "t/light", "t/new");
        return new ArrayList<>(
                IntStream.range(0, count)
                        .mapToObj(i ->
                                new Waiting(
                                        "uid-" + i,
                                        random.nextInt(-2, 3),
                                        users.get(random.nextInt(users.size())),
                                        NOW.minusSeconds(60L * random.nextInt(0, 180))))
                        .toList());
    }

    private static List<Waiting> parse(String waiting) {
        return words(waiting).stream()
                .map(word -> {
                    var parts = List.of(word.split(":"));
                    return new Waiting(
                            parts.get(0),
                            Integer.parseInt(parts.get(1)),
                            "t/" + parts.get(2),
                            NOW.minusSeconds(60L * Integer.parseInt(parts.get(3))));
                })
                .toList();
    }

    @SuppressWarnings("NullAway") // an empty column arrives as null
    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.trim().split(" +"));
    }
}
