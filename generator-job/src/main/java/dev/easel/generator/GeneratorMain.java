package dev.easel.generator;

import dev.easel.generator.work.TerminationLog;
import dev.easel.protocol.work.Termination;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The generator's process: one attempt, one exit code. */
public final class GeneratorMain {
    /** Loads the classes that an attempt uses and ends; for recording a class-data archive. */
    static final String TRAIN = "--train";

    private static final Logger LOG = LoggerFactory.getLogger(GeneratorMain.class);
    private static final Duration SIGNAL_MAX = Duration.ofSeconds(50);

    private GeneratorMain() {}

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals(TRAIN)) {
            Training.run();
            return;
        }
        System.exit(run());
    }

    private static int run() {
        GeneratorConfig config;
        try {
            config = GeneratorConfig.from(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.error("cannot start: {}", e.getMessage());
            return ExitCode.BUG.code();
        }
        MDC.put("request.id", config.requestId().toString());
        var cancellation = new Cancellation();
        var finished = new CountDownLatch(1);
        var exit = new AtomicInteger(ExitCode.BUG.code());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> onShutdown(config, cancellation, finished, exit)));
        try {
            var outcome = attempt(config, cancellation);
            exit.set(outcome.exit().code());
            return outcome.exit().code();
        } finally {
            // Also after an error that nothing catches: the hook would wait for us in vain.
            finished.countDown();
        }
    }

    private static Outcome attempt(GeneratorConfig config, Cancellation cancellation) {
        Outcome outcome =
                new Outcome.Ended(ExitCode.BUG, "the generator's main thread ended in an error");
        try {
            outcome = new Pipeline(config, Pace.NORMAL, new SecureRandom(), cancellation).run();
            LOG.atInfo()
                    .addKeyValue("code", outcome.exit().code())
                    .addKeyValue("reason", outcome.exit().reason())
                    .addKeyValue("message", outcome.message())
                    .log("exit");
            return outcome;
        } finally {
            leave(config, outcome);
        }
    }

    /** Ends the process itself: the JVM would otherwise report the signal and not our code. */
    private static void onShutdown(
            GeneratorConfig config,
            Cancellation cancellation,
            CountDownLatch finished,
            AtomicInteger exit) {
        cancellation.request(Cancellation.Why.SIGNAL);
        try {
            if (!finished.await(SIGNAL_MAX.toSeconds(), TimeUnit.SECONDS)) {
                leave(config, new Outcome.Ended(ExitCode.CANCELLED, "stopped before it had ended"));
                exit.set(ExitCode.CANCELLED.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exit.get());
    }

    private static void leave(GeneratorConfig config, Outcome outcome) {
        UUID resultId = outcome instanceof Outcome.Stored stored ? stored.resultId() : null;
        write(config.terminationLog(), config.slotToken(), outcome, resultId);
    }

    private static void write(Path file, long slotToken, Outcome outcome, @Nullable UUID resultId) {
        var exit = outcome.exit();
        try {
            TerminationLog.write(
                    file,
                    new Termination(
                            slotToken, exit.code(), exit.reason(), outcome.message(), resultId));
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("why", e.toString()).log("no termination message was left");
        }
    }
}
