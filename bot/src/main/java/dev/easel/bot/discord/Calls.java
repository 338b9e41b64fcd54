package dev.easel.bot.discord;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import net.dv8tion.jda.api.requests.RestAction;

/**
 * Makes calls to Discord and waits for them. JDA waits out rate limits and retries gateway errors;
 * what it leaves, a plain 500 or a broken connection, is repeated here, which is only right for
 * calls that may have an effect twice: edits, reads, and messages with a nonce.
 */
public final class Calls {
    public static final int TRIES = 4;
    private static final Duration ACKNOWLEDGE_MAX = Duration.ofMillis(2500);

    private final MeterRegistry meters;
    private final Pace pace;

    public Calls(MeterRegistry meters, Pace pace) {
        this.meters = meters;
        this.pace = pace;
    }

    /** One try. */
    public <T> T once(Supplier<? extends RestAction<T>> call) {
        return once(call, pace.callMax());
    }

    private <T> T once(Supplier<? extends RestAction<T>> call, Duration max) {
        try {
            return call.get().timeout(max.toMillis(), TimeUnit.MILLISECONDS).complete();
        } catch (RuntimeException e) {
            var failure = DiscordFailure.of(e);
            meters.counter("easel.bot.discord.errors", "code", Integer.toString(failure.code()))
                    .increment();
            throw failure;
        }
    }

    /** The first answer to an interaction, which Discord takes for three seconds. */
    public <T> T acknowledge(Supplier<? extends RestAction<T>> call) {
        var sample = Timer.start(meters);
        try {
            return once(call, ACKNOWLEDGE_MAX);
        } finally {
            sample.stop(meters.timer("easel.bot.ack"));
        }
    }

    /** Builds the call anew for each try, so that files are read again. */
    public <T> T repeated(Supplier<? extends RestAction<T>> call) {
        return repeatedWhile(() -> true, call);
    }

    /** As long as it is still wanted, also where JDA keeps it back for a rate limit. */
    public <T> T repeatedWhile(BooleanSupplier wanted, Supplier<? extends RestAction<T>> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(() -> call.get().setCheck(wanted));
            } catch (DiscordFailure e) {
                if (e.kind() != DiscordFailure.Kind.UNAVAILABLE
                        || attempt == TRIES
                        || !wanted.getAsBoolean()) {
                    throw e;
                }
            }
            pause(attempt);
        }
    }

    /** The pause after a try that failed. */
    public void pause(int attempt) {
        try {
            Thread.sleep(pace.callPause().multipliedBy(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped between two tries", e);
        }
    }
}
