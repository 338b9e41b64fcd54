package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.HeldCall;
import dev.easel.sandbox.discord.HeldCall.Moment;
import dev.easel.sandbox.discord.MessageView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL to the process of the bot before, during and after each of its calls to Discord; then it
 * is started again. Every command that Discord's user saw acknowledged becomes a request, and every
 * result is posted, and once. Each call is met in each way before one is met again, in random
 * order; {@code -Deasel.kills=1000 -Deasel.seed=7} makes more of them, or the same again.
 */
class BotKillsIT {
    private static final int KILLS = Integer.getInteger("easel.kills", 20);
    private static final long SEED = Long.getLong("easel.seed", System.nanoTime());
    private static final int PICTURES = 6;
    private static final int MESSAGES = 2;
    private static final String STARTED_TEXT = "Your request is in";

    /** Discord takes an acknowledgement for three seconds. */
    private static final Duration ACKNOWLEDGED_BY = Duration.ofMillis(3500);

    /** A call that answers a command or shows its result, in the order in which they are made. */
    private enum Call {
        ACKNOWLEDGEMENT("POST", "/callback", 0),
        PREPARING("PATCH", "/messages/@original", 0),
        THREAD("POST", "/threads", 0),
        STARTED("PATCH", "/messages/@original", 1),
        CARD("POST", "/channels/[0-9]+/messages$", 0),
        HISTORY("GET", "/channels/[0-9]+/messages$", 0),
        RESULT("POST", "/channels/[0-9]+/messages$", 0),
        SECOND_RESULT("POST", "/channels/[0-9]+/messages$", 1),
        LAST_STATE("PATCH", "/channels/[0-9]+/messages/[0-9]+$", 0);

        private final String method;
        private final String path;
        private final int earlierOnes;

        Call(String method, String path, int earlierOnes) {
            this.method = method;
            this.path = path;
            this.earlierOnes = earlierOnes;
        }

        /** Made because there are pictures. */
        boolean isForTheResult() {
            return compareTo(CARD) > 0;
        }

        HeldCall hold(Faults faults, Moment moment) {
            for (int i = 0; i < earlierOnes; i++) {
                faults.onRequest(method, path, 1, new Faults.Action.Slow(Duration.ZERO));
            }
            return faults.hold(method, path, moment);
        }
    }

    /** What becomes of a call whose sender dies. */
    private enum Fate {
        /** It never has an effect. */
        LOST,
        /** It has its effect when the sender is dead. */
        LATE,
        /** It has its effect when the next process is there. */
        LATER,
        /** It had its effect, and nobody heard of it. */
        UNHEARD;

        Moment moment() {
            return this == UNHEARD ? Moment.AFTER : Moment.BEFORE;
        }
    }

    private record Blow(Call call, Fate fate) {
        static List<Blow> all() {
            return Stream.of(Call.values())
                    .flatMap(c -> Stream.of(Fate.values()).map(f -> new Blow(c, f)))
                    .toList();
        }
    }

    @Test
    void postsEachResultOnceWhereverTheProcessDies() throws IOException {
        System.out.printf("kills: %d, seed %d%n", KILLS, SEED);
        var random = new Random(SEED);
        var blows = new ArrayList<Blow>();
        var failures = new ArrayList<String>();
        int duplicates = 0;
        int losses = 0;
        int askedAgain = 0;
        long started = System.nanoTime();
        try (var world = new TestingBot()) {
            var bot = BotProcess.start(world);
            for (int number = 0; number < KILLS; number++) {
                if (blows.isEmpty()) {
                    blows.addAll(Blow.all());
                    Collections.shuffle(blows, random);
                }
                var blow = blows.removeLast();
                // A call can come late only while Discord still remembers its nonce.
                boolean forgetful = blow.fate().compareTo(Fate.LATE) < 0 && random.nextBoolean();
                var run = new Run(world, blow, forgetful);
                bot = run.through(bot);
                askedAgain += run.wasTold ? 1 : 0;
                int missing = run.missing();
                int twice = run.twice();
                losses += missing;
                duplicates += twice;
                if (missing + twice > 0) {
                    failures.add("kill " + number + ": " + blow + ", " + run.posts());
                }
                world.forget();
            }
            bot.close();
        }
        System.out.printf(
                "kills: %d, seed %d: %d duplicates, %d losses, %d typed again, %d ms a kill%n",
                KILLS,
                SEED,
                duplicates,
                losses,
                askedAgain,
                (System.nanoTime() - started) / 1_000_000 / KILLS);

        assertThat(failures).isEmpty();
    }

    /** One life and one death of the process, and the life after it. */
    private static final class Run {
        private final TestingBot world;
        private final Blow blow;
        private final boolean forgetful;
        private List<MessageView> posts = List.of();
        private int cards;
        private boolean wasTold;

        Run(TestingBot world, Blow blow, boolean forgetful) {
            world.discord.log().clear();
            this.world = world;
            this.blow = blow;
            this.forgetful = forgetful;
        }

        /** Answers the process that lives at the end. */
        BotProcess through(BotProcess bot) {
            if (blow.call().isForTheResult()) {
                var request = asked();
                world.awaitCard(request, "Waiting");
                var call = hold();
                world.succeed(request, PICTURES);
                var next = die(bot, call);
                look(request);
                return next;
            }
            var call = hold();
            var interaction = world.generate("en", "a lighthouse");
            var next = die(bot, call);
            wasTold = !isAcknowledged(interaction);
            var posted = wasTold ? asked() : world.awaitRequest(interaction);
            world.awaitAnyCard(posted);
            world.succeed(posted, PICTURES);
            look(posted);
            return next;
        }

        private List<String> calls() {
            return world.discord.log().entries().stream()
                    .map(e -> e.method() + " " + e.path() + " " + e.status())
                    .toList();
        }

        /** Where it is not, Discord tells the user that nobody answers. */
        private boolean isAcknowledged(String interaction) {
            return Awaitility.await()
                            .atMost(PATIENCE)
                            .until(
                                    () -> world.discord.users().interaction(interaction),
                                    i ->
                                            i.ackedAt() != null
                                                    || i.createdAt()
                                                            .plus(ACKNOWLEDGED_BY)
                                                            .isBefore(Instant.now()))
                            .ackedAt()
                    != null;
        }

        private GenerationRequest asked() {
            var interaction = world.generate("en", "a lighthouse");
            // Or the next run takes the last call of this command for one of its own.
            world.discord
                    .users()
                    .awaitMessage(
                            m ->
                                    interaction.equals(m.interactionId())
                                            && m.text().contains(STARTED_TEXT),
                            PATIENCE);
            return world.awaitRequest(interaction);
        }

        private HeldCall hold() {
            return blow.call().hold(world.discord.faults(), blow.fate().moment());
        }

        private BotProcess die(BotProcess bot, HeldCall call) {
            call.awaitArrival(PATIENCE);
            bot.kill();
            if (forgetful) {
                world.knob("nonceWindow", 0);
            }
            switch (blow.fate()) {
                case LOST, UNHEARD -> call.cut();
                case LATE -> call.release();
                case LATER -> {}
            }
            var next = BotProcess.start(world);
            call.release();
            return next;
        }

        private void look(GenerationRequest request) {
            world.awaitDelivered(request, Reason.POSTED);
            // Or the next run takes the last edit of a kept promise for one of its own.
            Awaitility.await().atMost(PATIENCE).until(() -> world.promised().isEmpty());
            posts = world.results(request);
            cards = world.cards(request).size();
        }

        int missing() {
            int pictures = posts.stream().mapToInt(m -> m.files().size()).sum();
            return Math.max(0, PICTURES - pictures) + Math.max(0, 1 - cards);
        }

        int twice() {
            return Math.max(0, posts.size() - MESSAGES) + Math.max(0, cards - 1);
        }

        String posts() {
            return cards + " cards and " + posts.stream().map(MessageView::text).toList();
        }
    }
}
