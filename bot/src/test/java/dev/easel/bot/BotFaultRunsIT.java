package dev.easel.bot;

import static dev.easel.bot.TestingBot.FIRST;
import static dev.easel.bot.TestingBot.PATIENCE;
import static dev.easel.bot.TestingBot.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.MessageView;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Random faults at random moments, many times: kills, two replicas, broken calls. In the end every
 * answer is there, and once. {@code -Deasel.faultRuns=1000 -Deasel.seed=7} makes more of them, or
 * the same again.
 */
class BotFaultRunsIT {
    private static final int RUNS = Integer.getInteger("easel.faultRuns", 40);
    private static final long SEED = Long.getLong("easel.seed", System.nanoTime());

    /** Runs mostly wait, so some go on at a time, each in a world of its own. */
    private static final int WORLDS = 3;

    private static final int REQUESTS_MAX = 3;
    private static final int PICTURES_MAX = 6;
    private static final int FAULTS_MAX = 4;
    private static final int KILLS_MAX = 2;

    /** A moment is a number of calls that Discord has answered; a request takes about these. */
    private static final int CALLS_MAX = 5;

    /** How to look at a run again. */
    private record Run(int number, List<String> story) {
        void tell(String what) {
            story.add(what);
        }

        @Override
        public String toString() {
            return "run " + number + " of seed " + SEED + ": " + String.join(", ", story);
        }
    }

    private record Asked(GenerationRequest request, int pictures) {}

    /** What some runs came to. */
    private record Tally(int posted, int duplicates, int losses, List<String> failures) {
        static final Tally NONE = new Tally(0, 0, 0, List.of());

        static Tally of(Run run, List<Asked> asked, TestingBot world) {
            var tally = NONE;
            for (var each : asked) {
                var messages = world.results(each.request());
                int missing = missing(each, messages);
                int twice = messages.size() - (int) places(messages);
                var failures =
                        missing > 0 || twice > 0
                                ? List.of(missing + " lost, " + twice + " twice in " + run)
                                : List.<String>of();
                tally = tally.plus(new Tally(messages.size(), twice, missing, failures));
            }
            return tally;
        }

        Tally plus(Tally other) {
            var all = new ArrayList<>(failures);
            all.addAll(other.failures);
            return new Tally(
                    posted + other.posted,
                    duplicates + other.duplicates,
                    losses + other.losses,
                    all);
        }
    }

    @Test
    void losesNothingAndPostsNothingTwice() throws Exception {
        System.out.printf("fault runs: %d, seed %d%n", RUNS, SEED);
        long started = System.nanoTime();
        var next = new AtomicInteger();
        Callable<Tally> some = () -> runs(next);
        var all = Tally.NONE;
        try (var threads = Executors.newFixedThreadPool(WORLDS)) {
            for (var runs : threads.invokeAll(Collections.nCopies(WORLDS, some))) {
                all = all.plus(runs.get());
            }
        }
        System.out.printf(
                "fault runs: %d, seed %d: %d messages, %d duplicates, %d losses, %d ms a run%n",
                RUNS,
                SEED,
                all.posted(),
                all.duplicates(),
                all.losses(),
                (System.nanoTime() - started) / 1_000_000 / RUNS);

        assertThat(all.failures()).isEmpty();
    }

    /** Runs of which none is taken yet, in a world of their own. */
    private static Tally runs(AtomicInteger next) throws IOException, InterruptedException {
        var tally = Tally.NONE;
        try (var world = new TestingBot()) {
            world.leaseDuration = Duration.ofMillis(500);
            for (int number = next.getAndIncrement();
                    number < RUNS;
                    number = next.getAndIncrement()) {
                var run = new Run(number, new ArrayList<>());
                quick(world);
                var asked = run(world, run, new Random(SEED + number));
                tally = tally.plus(Tally.of(run, asked, world));
                world.reset();
            }
        }
        return tally;
    }

    private static List<Asked> run(TestingBot world, Run run, Random random)
            throws InterruptedException {
        world.ensure(FIRST);
        if (random.nextInt(3) == 0) {
            run.tell("two replicas");
            world.ensure(SECOND);
        } else if (random.nextInt(6) == 0) {
            run.tell("two that both believe to be alone");
            world.startBesideTheLease(SECOND);
        }
        // Discord forgets nonces after minutes: never while two processes post in one moment.
        boolean alone = run.story().isEmpty();
        boolean forgetful = alone && random.nextInt(3) == 0;
        if (forgetful && random.nextBoolean()) {
            run.tell("no nonces");
            world.knob("nonceWindow", 0);
        }
        var asked = new ArrayList<Asked>();
        for (int i = 0; i <= random.nextInt(REQUESTS_MAX); i++) {
            var thread = world.discord.users().openThread("en", "general", "run " + run.number());
            asked.add(
                    new Asked(
                            world.request(
                                    "run-" + run.number() + "-" + i, Action.GENERATE, null, thread),
                            1 + random.nextInt(PICTURES_MAX)));
        }
        for (int i = random.nextInt(FAULTS_MAX + 1); i > 0; i--) {
            fault(world, run, random, asked.get(random.nextInt(asked.size())));
        }
        awaitMoment(world, random, () -> asked.stream().allMatch(a -> hasCard(world, a)));
        asked.forEach(a -> world.succeed(a.request(), a.pictures()));
        for (int i = random.nextInt(KILLS_MAX + 1); i > 0; i--) {
            awaitMoment(world, random, () -> isOver(world, asked));
            var replica = world.anyReplica(random);
            run.tell((random.nextInt(4) == 0 ? "stop " : "kill ") + replica);
            if (run.story().getLast().startsWith("stop")) {
                world.stop(replica);
            } else {
                world.kill(replica);
            }
            if (forgetful) {
                run.tell("nonces forgotten");
                // Minutes later, when nothing of the dead can be on its way any more.
                world.exchangeToken();
                world.knob("nonceWindow", 0);
            } else if (world.hasReplica()) {
                awaitMoment(world, random, () -> isOver(world, asked));
            }
            world.ensure(FIRST);
        }
        asked.forEach(a -> awaitPosted(world, a.request(), run));
        return asked;
    }

    private static void fault(TestingBot world, Run run, Random random, Asked asked) {
        var method = random.nextInt(4) == 0 ? "GET" : random.nextInt(4) == 0 ? "PATCH" : "POST";
        int times = 1 + random.nextInt(2);
        Faults.Action action =
                switch (random.nextInt(14)) {
                    case 0 -> new Faults.Action.Broken(503);
                    case 1 ->
                            new Faults.Action.RateLimited(
                                    random.nextBoolean() ? "user" : "shared",
                                    Duration.ofMillis(200));
                    case 2, 3, 4 -> new Faults.Action.Broken(500);
                    case 5, 6, 7, 8 -> new Faults.Action.ResetAfter();
                    case 9, 10, 11 -> new Faults.Action.ResetBefore();
                    default -> new Faults.Action.Slow(Duration.ofMillis(random.nextInt(150)));
                };
        run.tell(times + " x " + method + " " + action);
        var path = "/channels/" + TestingBot.thread(asked.request()) + "/messages";
        world.discord.faults().onRequest(method, path, times, action);
        if (random.nextInt(12) == 0) {
            run.tell("gateway cut");
            world.discord.disturbGateway(random.nextBoolean() ? "reset" : "reconnect");
        }
    }

    private static void awaitPosted(TestingBot world, GenerationRequest request, Run run) {
        Awaitility.await(run.toString())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isPosted(world, request));
    }

    private static int missing(Asked asked, List<MessageView> messages) {
        int pictures =
                messages.stream()
                        .collect(Collectors.toMap(BotFaultRunsIT::place, m -> m, (a, _) -> a))
                        .values()
                        .stream()
                        .mapToInt(m -> m.files().size())
                        .sum();
        return Math.max(0, asked.pictures() - pictures);
    }

    private static long places(List<MessageView> messages) {
        return messages.stream().map(BotFaultRunsIT::place).distinct().count();
    }

    private static String place(MessageView message) {
        var id = TestingBot.button(message, "details");
        return id.substring(id.lastIndexOf('|') + 1);
    }

    /** Until Discord has answered so many calls as the seed decides, or no more are to come. */
    private static void awaitMoment(TestingBot world, Random random, BooleanSupplier over) {
        long wanted = world.discord.log().answered() + random.nextInt(CALLS_MAX + 1);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> world.discord.log().answered() >= wanted || over.getAsBoolean());
    }

    private static boolean hasCard(TestingBot world, Asked asked) {
        return !world.cards(asked.request()).isEmpty();
    }

    private static boolean isOver(TestingBot world, List<Asked> asked) {
        return asked.stream().allMatch(a -> isPosted(world, a.request()));
    }

    private static boolean isPosted(TestingBot world, GenerationRequest request) {
        return world.now(request)
                .getStatus()
                .condition(Condition.DELIVERED)
                .filter(c -> c.reason().equals(Reason.POSTED.word()))
                .isPresent();
    }

    /** As many calls as it takes, so that the runs test faults and not patience. */
    private static void quick(TestingBot world) {
        world.knob("messageRequestsPerWindow", 1000);
        world.knob("activeThreadsMax", 1_000_000);
    }
}
