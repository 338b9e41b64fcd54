package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * What the generator itself costs: the time of a whole attempt without that of the language model
 * and of the render, which are somebody else's.
 */
@Isolated("It takes time.")
class OwnShareIT {
    private static final int RUNS = 20;

    /** Far above what it takes, far below what anybody would notice beside a render. */
    private static final long P95_MILLIS_MAX = 1_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.easel.generator");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(events);
    }

    @Test
    void isSmallForANewPicture() {
        smallFor("generate", () -> anOrder().images(1, Provenance.REQUEST));
    }

    @Test
    void isSmallForARefinement() {
        var settings =
                new dev.easel.protocol.Settings(
                        "1girl, black hair, kimono, night city",
                        "lowres, blurry",
                        "v1-5-pruned-emaonly",
                        null,
                        List.of(),
                        20,
                        java.math.BigDecimal.valueOf(7),
                        "DPM++ 2M",
                        "Karras",
                        7,
                        512,
                        512,
                        1,
                        null);
        var previous = new Previous(UUID.randomUUID(), "街", settings, null, List.of(), List.of());
        smallFor(
                "refine",
                () -> anOrder().action("Refine").instruction("もっと明るく").previous(previous));
    }

    private void smallFor(String what, Supplier<TestingOrder> order) {
        var shares = new ArrayList<Long>();
        for (var i = 0; i < RUNS; i++) {
            try (var studio = new Studio(order.get())) {
                events.list.clear();
                var started = System.nanoTime();
                assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
                var all = (System.nanoTime() - started) / 1_000_000;
                assertThat(studio.ollama.chats()).isEqualTo(1);
                shares.add(all - millis("asked the language model") - millis("rendered"));
            }
        }
        shares.sort(null);
        var p50 = shares.get(RUNS / 2);
        var p95 = shares.get(RUNS * 95 / 100 - 1);
        logger.atInfo()
                .addKeyValue("what", what)
                .addKeyValue("p50Millis", p50)
                .addKeyValue("p95Millis", p95)
                .log("own share");
        assertThat(p95).isLessThan(P95_MILLIS_MAX);
    }

    private long millis(String message) {
        return List.copyOf(events.list).stream()
                .filter(each -> each.getFormattedMessage().equals(message))
                .flatMap(each -> each.getKeyValuePairs().stream())
                .filter(each -> each.key.equals("millis"))
                .mapToLong(each -> (Long) java.util.Objects.requireNonNull(each.value))
                .sum();
    }
}
