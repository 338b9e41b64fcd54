package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one global state of the process: it describes whatever runs, and its flags stop whoever runs.
 * Thread-safe.
 */
final class RenderState {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private boolean skipped;
    private boolean interrupted;
    private String job = "";
    private int jobCount;
    private int jobNumber;
    private String timestamp = "0";
    private int samplingStep;
    private int samplingSteps;
    private Instant begun;
    private boolean frozen;
    private @Nullable Supplier<byte[]> preview;

    RenderState(Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** Clears both flags: an interrupt that was sent to a waiting request is lost. */
    synchronized void begin(String name, boolean freeze) {
        skipped = false;
        interrupted = false;
        job = name;
        jobCount = -1;
        jobNumber = 0;
        samplingStep = 0;
        samplingSteps = 0;
        frozen = freeze;
        begun = clock.instant();
        timestamp = TIMESTAMP.format(begun);
        preview = null;
    }

    synchronized void end() {
        job = "";
        jobCount = 0;
        frozen = false;
        preview = null;
    }

    synchronized void jobs(int count) {
        jobCount = count;
    }

    synchronized void sampling(String name, int steps, Supplier<byte[]> picture) {
        if (!name.isEmpty()) {
            job = name;
        }
        samplingStep = 0;
        samplingSteps = steps;
        preview = picture;
    }

    synchronized void step(int done) {
        samplingStep = done;
    }

    synchronized int step() {
        return samplingStep;
    }

    synchronized void nextJob() {
        jobNumber++;
        samplingStep = 0;
    }

    synchronized void interrupt() {
        interrupted = true;
    }

    synchronized void skip() {
        skipped = true;
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    synchronized boolean stepsAreOver() {
        return interrupted || skipped;
    }

    synchronized void forgetSkip() {
        skipped = false;
    }

    synchronized String timestamp() {
        return timestamp;
    }

    /** Starts at 0.01 and need never reach 1. */
    synchronized double progress() {
        if (jobCount == 0) {
            return 0;
        }
        return frozen ? 0.01 : Math.min(0.01 + fraction(), 1);
    }

    /** As {@code /internal/progress} counts: without the first hundredth. */
    synchronized double fraction() {
        if (jobCount <= 0 || frozen) {
            return 0;
        }
        double steps = samplingSteps > 0 ? (double) samplingStep / samplingSteps / jobCount : 0;
        return Math.min((double) jobNumber / jobCount + steps, 1);
    }

    synchronized double secondsLeft() {
        var progress = progress();
        if (progress == 0) {
            return 0;
        }
        var spent = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
        return spent / progress - spent;
    }

    byte @Nullable [] preview() {
        Supplier<byte[]> picture;
        synchronized (this) {
            picture = preview;
        }
        return picture == null ? null : picture.get();
    }

    synchronized ObjectNode json(ObjectMapper mapper) {
        return mapper.createObjectNode()
                .put("skipped", skipped)
                .put("interrupted", interrupted)
                .put("stopping_generation", false)
                .put("job", job)
                .put("job_count", frozen ? -1 : jobCount)
                .put("job_timestamp", timestamp)
                .put("job_no", frozen ? 0 : jobNumber)
                .put("sampling_step", frozen ? 0 : samplingStep)
                .put("sampling_steps", samplingSteps);
    }
}
