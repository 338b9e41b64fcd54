package dev.easel.sandbox;

import dev.easel.sandbox.cluster.ClusterBinary;
import dev.easel.sandbox.cluster.ClusterFailure;
import dev.easel.sandbox.cluster.Machine;
import dev.easel.sandbox.cluster.Preflight;
import dev.easel.sandbox.cluster.ProcessIdentity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./easel up}: checks, starts the supervisor unless it runs, then goes through the steps.
 */
final class Up {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Layout layout;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final long begin = System.nanoTime();

    Up(Layout layout, Map<String, String> environment, PrintStream out) {
        this.layout = layout;
        this.environment = environment;
        this.out = out;
    }

    void run(UpOptions options, List<UpStep> steps) throws IOException {
        Files.createDirectories(layout.directory());
        try (var channel =
                        FileChannel.open(
                                layout.directory().resolve("up.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock == null) {
                throw new ClusterFailure("another ./easel up is at work in this checkout");
            }
            start(options, steps);
        }
    }

    private void start(UpOptions options, List<UpStep> steps) throws IOException {
        var sandbox = supervised(options);
        for (var step : steps) {
            say(step.title());
            step.run(sandbox, layout, this::say);
        }
        say("ready");
    }

    private Sandbox supervised(UpOptions options) throws IOException {
        var known = Sandbox.read(layout);
        if (Supervisor.running(layout).isPresent() && known.isPresent()) {
            if (!Supervisor.optionsOfRunning(layout).equals(options.arguments())) {
                throw new ClusterFailure(
                        "the sandbox runs already, with other options; ./easel down first");
            }
            say("the sandbox runs already");
            return known.get();
        }
        // Parts of one that was killed would look like somebody else's.
        Down.clear(layout);
        if (options.context() == null) {
            check();
            ClusterBinary.ensure(layout.checkout(), environment, this::say);
        } else {
            ContextKubeconfig.write(options.context(), layout);
        }
        var supervisor = Supervisor.launch(layout, options);
        follow(supervisor);
        return Sandbox.read(layout)
                .orElseThrow(() -> new ClusterFailure("the supervisor wrote no sandbox.json"));
    }

    private void check() throws IOException {
        var machine = Machine.look(layout.node());
        var missing = Preflight.missingPackages(machine);
        if (machine.root() && machine.debian() && !missing.isEmpty()) {
            say("installing packages: " + String.join(" ", missing));
            Packages.install(missing, layout.logs().resolve("packages.log"));
            machine = Machine.look(layout.node());
        }
        var problems = Preflight.problems(machine);
        if (!problems.isEmpty()) {
            throw new ClusterFailure(String.join("\n", problems));
        }
    }

    /** Repeats the supervisor's lines until it is ready or has failed. */
    private void follow(ProcessIdentity supervisor) throws IOException {
        int shown = 0;
        while (true) {
            boolean alive = supervisor.alive();
            boolean ready = Files.exists(layout.sandbox());
            var lines = new ArrayList<>(Files.readAllLines(layout.progress()));
            for (; shown < lines.size(); shown++) {
                if (lines.get(shown).startsWith(Supervisor.FAILED)) {
                    var message = String.join("\n", lines.subList(shown, lines.size()));
                    throw new ClusterFailure(message.substring(Supervisor.FAILED.length()));
                }
                say(lines.get(shown));
            }
            if (ready) {
                return;
            }
            if (!alive) {
                throw new ClusterFailure(
                        "the supervisor ended; see " + layout.logs().resolve("supervisor.log"));
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new ClusterFailure("interrupted; ./easel down takes away what was started");
            }
        }
    }

    private void say(String line) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, line));
    }
}
