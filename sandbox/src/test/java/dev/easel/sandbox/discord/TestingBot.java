package dev.easel.sandbox.discord;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/** A real JDA client of the stand-in that keeps every event it gets. */
final class TestingBot implements AutoCloseable, EventListener {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final JDA jda;
    private final Collection<GenericEvent> all = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<GenericEvent> events = new LinkedBlockingQueue<>();

    private TestingBot(DiscordStandIn standIn, Compression compression, GatewayIntent... intents)
            throws InterruptedException {
        var controller =
                new ConcurrentSessionController() {
                    @Override
                    public String getGateway() {
                        return standIn.gatewayUrl();
                    }
                };
        var asked = EnumSet.of(GatewayIntent.GUILD_MESSAGES);
        for (var intent : intents) {
            asked.add(intent);
        }
        jda =
                JDABuilder.createLight(standIn.token(), asked)
                        .setRestConfig(new RestConfig().setBaseUrl(standIn.restUrl()))
                        .setSessionController(controller)
                        .setCompression(compression)
                        .setEventPool(Executors.newVirtualThreadPerTaskExecutor(), true)
                        .setEnableShutdownHook(false)
                        .setEventPassthrough(true)
                        .addEventListeners(this)
                        .build();
        jda.awaitReady();
    }

    static TestingBot connect(DiscordStandIn standIn, GatewayIntent... intents)
            throws InterruptedException {
        return new TestingBot(standIn, Compression.ZLIB, intents);
    }

    static TestingBot connectPlain(DiscordStandIn standIn) throws InterruptedException {
        return new TestingBot(standIn, Compression.NONE);
    }

    /** Waits until each kind was seen and gives all events of these kinds. */
    @SafeVarargs
    final List<GenericEvent> seen(Class<? extends GenericEvent>... kinds) {
        await().atMost(PATIENCE)
                .until(() ->
                        Arrays.stream(kinds).allMatch(k -> all.stream().anyMatch(k::isInstance)));
        return all.stream()
                .filter(e -> Arrays.stream(kinds).anyMatch(k -> k.isInstance(e)))
                .toList();
    }

    @Override
    public void onEvent(GenericEvent event) {
        all.add(event);
        events.add(event);
    }

    /** The next event of a kind; others before it are passed over. */
    <T extends GenericEvent> T next(Class<T> kind) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName() + " within " + PATIENCE);
            }
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    @Override
    public void close() {
        jda.shutdownNow();
    }
}
