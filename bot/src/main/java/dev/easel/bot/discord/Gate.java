package dev.easel.bot.discord;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.interaction.GenericInteractionCreateEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events from the listener while another replica answers. Interactions are kept for as long
 * as they can be acknowledged and handed on if the gate opens in time: then nobody notices that the
 * replicas changed. Messages are not kept, since they are read from the threads.
 */
public final class Gate implements EventListener {
    /** Discord takes the first answer for three seconds. */
    private static final Duration INTERACTION_LIFE = Duration.ofMillis(2400);

    private static final Duration QUIET_LOOK = Duration.ofMillis(20);

    private record Kept(GenericEvent event, long nanoTime) {}

    private final EventListener listener;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private boolean open;
    private int running;
    private @Nullable GenericEvent ready;

    public Gate(EventListener listener, Executor executor) {
        this(listener, executor, System::nanoTime);
    }

    Gate(EventListener listener, Executor executor, LongSupplier nanoTime) {
        this.listener = listener;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onEvent(GenericEvent event) {
        if (isAboutTheConnection(event)) {
            listener.onEvent(event);
        } else if (enters(event)) {
            pass(event);
        }
    }

    /** Hands on what came in the last moments, and everything from now on. */
    public void open() {
        for (var event : opened()) {
            executor.execute(() -> pass(event));
        }
    }

    public synchronized void shut() {
        open = false;
    }

    /** Waits for the listener to end what it began; false if that took too long. */
    public boolean awaitQuiet(Duration max) throws InterruptedException {
        long end = nanoTime.getAsLong() + max.toNanos();
        while (isBusy()) {
            if (nanoTime.getAsLong() - end > 0) {
                return false;
            }
            Thread.sleep(QUIET_LOOK);
        }
        return true;
    }

    private synchronized boolean isBusy() {
        return running > 0;
    }

    private synchronized boolean enters(GenericEvent event) {
        if (event instanceof ReadyEvent) {
            ready = event;
        }
        if (open) {
            running++;
            return true;
        }
        if (event instanceof GenericInteractionCreateEvent) {
            forgetOld();
            kept.add(new Kept(event, nanoTime.getAsLong()));
        }
        return false;
    }

    private void pass(GenericEvent event) {
        try {
            listener.onEvent(event);
        } finally {
            left();
        }
    }

    private synchronized void left() {
        running--;
    }

    private synchronized List<GenericEvent> opened() {
        open = true;
        forgetOld();
        var events = new ArrayList<GenericEvent>();
        if (ready != null) {
            events.add(ready);
        }
        kept.forEach(k -> events.add(k.event()));
        kept.clear();
        running += events.size();
        return events;
    }

    private void forgetOld() {
        long now = nanoTime.getAsLong();
        while (!kept.isEmpty() && now - kept.getFirst().nanoTime() > INTERACTION_LIFE.toNanos()) {
            kept.removeFirst();
        }
    }

    private static boolean isAboutTheConnection(GenericEvent event) {
        return event instanceof ShutdownEvent
                || event instanceof SessionDisconnectEvent
                || event instanceof SessionInvalidateEvent;
    }
}
