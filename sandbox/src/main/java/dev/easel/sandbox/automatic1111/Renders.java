package dev.easel.sandbox.automatic1111;

import dev.easel.sandbox.automatic1111.Catalogue.Checkpoint;
import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.Pace;
import java.awt.image.BufferedImage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The one queue: a render waits for all that came before, however long, and a client that goes away
 * leaves its render in the queue. Thread-safe.
 */
final class Renders {
    private static final long RENDER_BYTES = 3L << 30;
    private static final long PIXELS_MAX = 4096L * 4096;
    private static final Duration STUCK_POLL = Duration.ofMillis(20);

    final RenderState state;
    final RenderTasks tasks = new RenderTasks();
    final Occupancy occupancy = new Occupancy();
    final Checkpoints checkpoints;
    final Options options;
    final Pace pace = new Pace();
    private final Automatic1111Settings settings;
    private final Faults faults;
    private final RandomGenerator random;
    private final ReentrantLock lock;
    private final AtomicLong taskCount = new AtomicLong();
    private volatile LongSupplier gpuUsedByOthers = () -> 0;
    private volatile boolean closed;

    Renders(
            Automatic1111Settings settings,
            Faults faults,
            Options options,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.faults = faults;
        this.options = options;
        this.random = random;
        // One of the flavours lets whoever comes at the right moment go first.
        this.lock = new ReentrantLock(settings.personality() != Personality.SD_NEXT);
        this.state = new RenderState(clock);
        this.checkpoints = new Checkpoints(settings.catalogue().checkpoints());
    }

    Rendered render(Recipe recipe, String path) {
        var given = recipe.taskId();
        var id = given != null ? given : "task(txt2img-" + taskCount.incrementAndGet() + ")";
        occupancy.enter();
        try {
            tasks.queued(id);
            lock.lock();
            try {
                return renderAlone(recipe, path, id);
            } finally {
                lock.unlock();
            }
        } finally {
            occupancy.leave();
        }
    }

    /** Sets options; a known checkpoint is loaded, in the queue. */
    void choose(Checkpoint checkpoint) {
        lock.lock();
        try {
            checkpoints.choose(checkpoint);
            load(checkpoint);
        } finally {
            lock.unlock();
        }
    }

    void shareGpuWith(LongSupplier usedBytes) {
        gpuUsedByOthers = usedBytes;
    }

    long gpuUsed() {
        var rendering = state.progress() > 0 ? RENDER_BYTES : 0;
        return checkpoints.gpuBytes() + rendering + gpuUsedByOthers.getAsLong();
    }

    void close() {
        closed = true;
    }

    private Rendered renderAlone(Recipe recipe, String path, String id) {
        var drawn = faults.takeEach(RenderFault.class, path);
        var frozen = drawn.stream().anyMatch(RenderFault.ProgressFrozen.class::isInstance);
        state.begin(recipe.initImages().isEmpty() ? "scripts_txt2img" : "scripts_img2img", frozen);
        tasks.started(id);
        try {
            var rendered = render(plan(recipe, drawn));
            if (settings.personality() == Personality.SD_NEXT && state.interrupted()) {
                throw PythonFailure.raised(
                        "AttributeError", "'NoneType' object has no attribute 'images'");
            }
            tasks.finished(id);
            state.end();
            return rendered;
        } catch (PythonFailure failure) {
            // One of the flavours leaves everything as it stood when it failed.
            if (settings.personality() != Personality.SD_NEXT) {
                state.end();
            }
            throw failure;
        } catch (RuntimeException e) {
            state.end();
            throw e;
        }
    }

    /** Enlarges one picture, in the same queue; it has no task id. */
    byte[] enlarge(Extras extras, String path) {
        occupancy.enter();
        lock.lock();
        try {
            var drawn = faults.takeEach(RenderFault.class, path);
            state.begin("extras", false);
            try {
                state.jobs(1);
                var plan = Plan.ofFaults(drawn, settings.personality());
                if (gpuUsed() > settings.gpuBytes()
                        || plan.fault(RenderFault.OutOfMemory.class).isPresent()) {
                    throw outOfMemory();
                }
                state.sampling("", 2, () -> new byte[0]);
                sample(plan, 2);
                return new Rendering(plan, options).file(extras);
            } finally {
                state.end();
            }
        } finally {
            lock.unlock();
            occupancy.leave();
        }
    }

    private Plan plan(Recipe recipe, List<RenderFault> drawn) {
        recipe.overrides().fieldNames().forEachRemaining(options::requireKnown);
        var wanted = recipe.overrides().path(Options.CHECKPOINT).asText("");
        var ignored = drawn.stream().anyMatch(RenderFault.CheckpointIgnored.class::isInstance);
        // A name that is no alias is dropped; the loaded model stays if nothing valid was asked.
        var checkpoint =
                ignored || wanted.isEmpty()
                        ? checkpoints.option()
                        : checkpoints.find(wanted).orElse(checkpoints.option());
        if (!recipe.restoreAfterwards() && !ignored) {
            checkpoints.choose(checkpoint);
        }
        recipe.hires().ifPresent(h -> Upscalers.require(h.upscaler()));
        load(checkpoint);
        var lorasDropped = drawn.stream().anyMatch(RenderFault.LorasDropped.class::isInstance);
        var personality = settings.personality();
        if (personality == Personality.FORGE && recipe.hires().isPresent() && !recipe.modules()) {
            throw PythonFailure.raised("TypeError", "argument of type 'NoneType' is not iterable");
        }
        var sampling = personality.sampling(recipe.sampler(), recipe.scheduler());
        for (var fault : drawn) {
            if (fault instanceof RenderFault.SamplerReplaced(String other)) {
                sampling = new Sampling.Choice(Sampling.sampler(other), sampling.scheduler());
            }
        }
        var clipSkip = recipe.overrides().path(Options.CLIP_SKIP);
        return new Plan(
                recipe,
                sampling,
                checkpoint,
                lorasDropped ? List.of() : Plan.lorasOf(recipe, settings.catalogue(), personality),
                options.value(Options.LORA_HASHES).asBoolean(),
                clipSkip.isMissingNode()
                        ? options.value(Options.CLIP_SKIP).asInt(1)
                        : clipSkip.asInt(1),
                recipe.seed() == -1 ? random.nextLong(4294967294L) : recipe.seed(),
                recipe.subseed() == -1 ? random.nextLong(4294967294L) : recipe.subseed(),
                drawn,
                personality);
    }

    private void load(Checkpoint checkpoint) {
        if (checkpoints.load(checkpoint)) {
            pause(pace.of(settings.checkpointLoadTime()));
        }
    }

    private Rendered render(Plan plan) {
        if (plan.width() < 8 || plan.height() < 8 || plan.recipe().steps() < 1) {
            throw PythonFailure.raised("RuntimeError", "Invalid size or number of steps");
        }
        requireMemory(plan);
        var recipe = plan.recipe();
        state.jobs(recipe.iterations() * (recipe.hires().isPresent() ? 2 : 1));
        var initial = InitImages.decode(recipe.initImages());
        var pictures = new ArrayList<BufferedImage>();
        for (int batch = 0; batch < recipe.iterations(); batch++) {
            state.forgetSkip();
            if (state.interrupted()) {
                break;
            }
            pictures.addAll(batch(plan, batch, initial));
        }
        return new Rendering(plan, options).finish(pictures, state.timestamp());
    }

    private List<BufferedImage> batch(Plan plan, int batch, List<BufferedImage> initial) {
        var recipe = plan.recipe();
        var first = batch * recipe.batchSize();
        var canvas = new Canvas(plan, first, initial);
        var title =
                recipe.iterations() > 1
                        ? "Batch %d out of %d".formatted(batch + 1, recipe.iterations())
                        : "";
        state.sampling(title, recipe.steps(), () -> canvas.preview(state.step()));
        int done = sample(plan, recipe.steps());
        state.nextJob();
        // An interrupt in the first pass skips the second: the picture stays small.
        boolean upscaled = recipe.hires().isPresent() && !state.interrupted();
        if (upscaled) {
            var hires = recipe.hires().orElseThrow();
            var steps = hires.steps() > 0 ? hires.steps() : recipe.steps();
            state.sampling("", steps, () -> canvas.preview(recipe.steps()));
            sample(plan, steps);
            state.nextJob();
        }
        return canvas.decode((double) done / recipe.steps(), upscaled);
    }

    /** How many steps were done before a flag or the end stopped it. */
    private int sample(Plan plan, int steps) {
        var stuckAt = plan.fault(RenderFault.NeverEnding.class).isPresent() ? steps / 2 : -1;
        for (int step = 0; step < steps; step++) {
            if (state.stepsAreOver()) {
                return step;
            }
            if (step == stuckAt) {
                stayStuck(plan);
            }
            pause(pace.of(settings.stepTime().multipliedBy(plan.recipe().batchSize())));
            state.step(step + 1);
            if (step == Math.min(2, steps - 1)
                    && plan.fault(RenderFault.OutOfMemory.class).isPresent()) {
                throw outOfMemory();
            }
        }
        plan.fault(RenderFault.Nans.class)
                .ifPresent(_ -> {
                    throw PythonFailure.raised(
                            "NansException",
                            "A tensor with NaNs was produced in Unet. Use --disable-nan-check"
                                    + " commandline argument to disable this check.");
                });
        plan.fault(RenderFault.PythonError.class)
                .ifPresent(e -> {
                    throw PythonFailure.raised(e.error(), e.message());
                });
        return steps;
    }

    private void stayStuck(Plan plan) {
        var deaf = plan.fault(RenderFault.NeverEnding.class).orElseThrow().deaf();
        var clearings = faults.clearings();
        while (faults.clearings() == clearings && (deaf || !state.stepsAreOver())) {
            pause(STUCK_POLL);
        }
    }

    private void requireMemory(Plan plan) {
        if ((long) plan.finalWidth() * plan.finalHeight() > PIXELS_MAX
                || plan.recipe().images() > 100
                || gpuUsed() > settings.gpuBytes()) {
            throw outOfMemory();
        }
    }

    private PythonFailure outOfMemory() {
        return PythonFailure.raised(
                "OutOfMemoryError",
                "CUDA out of memory. Tried to allocate 1.50 GiB. GPU 0 has a total capacity of"
                        + " %.2f GiB of which %.2f GiB is free."
                                .formatted(
                                        settings.gpuBytes() / (double) (1L << 30),
                                        Math.max(0, settings.gpuBytes() - gpuUsed())
                                                / (double) (1L << 30)));
    }

    private void pause(Duration duration) {
        if (closed || Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("the stand-in was closed");
        }
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the stand-in was closed", e);
        }
    }
}
