package dev.easel.generator.work;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Cancellation;
import dev.easel.generator.ExitCode;
import dev.easel.generator.Pace;
import dev.easel.generator.Timeline;

/**
 * Tells api once a second where the attempt stands, on a thread of its own; learns so that the
 * request was cancelled or the claim retired. Its failures never fail the attempt.
 */
public final class Heartbeat implements AutoCloseable {
    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    public static Heartbeat start(
            WorkClient client, Timeline timeline, Cancellation cancellation, Pace pace) {
        return new Heartbeat(
                Thread.ofVirtual().start(() -> beat(client, timeline, cancellation, pace)));
    }

    private static void beat(
            WorkClient client, Timeline timeline, Cancellation cancellation, Pace pace) {
        try {
            while (true) {
                client.progress(timeline.report());
                Thread.sleep(pace.poll());
            }
        } catch (AttemptFailed e) {
            cancellation.request(
                    e.why() == ExitCode.FENCED ? Cancellation.Why.FENCED : Cancellation.Why.USER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
