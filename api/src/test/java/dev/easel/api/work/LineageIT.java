package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Json;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Research;
import dev.easel.protocol.Settings;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.WorkOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests start from, from acceptance to the work order. */
class LineageIT {
    private static TestingEasel easel;
    private static TestingGenerators generators;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void givesARefinementEverythingOfWhatItStartsFrom() {
        guildSetting("whole", "masterpiece");
        var body = Ask.generate("whole").body();
        body.put("guild_id", "whole");
        var first = generators.ask(body);
        generators.make(first, 3);
        var refined = Ask.refine("whole").from(first).image(1).body();
        refined.put("guild_id", "whole");
        refined.put("parameters", Map.of("steps", 9));
        var id = generators.ask(refined);
        assertThat(easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE).reason())
                .isIn(Reason.VALID.word(), Reason.UNCHECKED.word());

        var order = generators.work(id).order();

        assertThat(order.action()).isEqualTo("Refine");
        assertThat(order.instruction()).isEqualTo("Refine it");
        var previous = Objects.requireNonNull(order.previous());
        assertThat(previous.requestId()).isEqualTo(first);
        assertThat(previous.instruction()).isEqualTo("Generate it");
        assertThat(previous.imageIndex()).isEqualTo(1);
        assertThat(previous.images()).hasSize(3);
        assertThat(previous.images().get(1))
                .isEqualTo(
                        new Previous.Image(
                                1,
                                43,
                                GeneratorDouble.sha256(GeneratorDouble.png(2)),
                                GeneratorDouble.PIXELS,
                                64,
                                64));
        assertThat(previous.settings())
                .isEqualTo(
                        GeneratorDouble.report(List.of(new byte[0], new byte[0], new byte[0]))
                                .settings());
        assertThat(previous.history()).isEmpty();
        var parameters = order.parameters();
        assertThat(parameters.steps().value()).isEqualTo(9);
        assertThat(parameters.steps().from()).isEqualTo(Provenance.REQUEST);
        assertThat(Objects.requireNonNull(parameters.seed()).value()).isEqualTo(43);
        assertThat(Objects.requireNonNull(parameters.prompt()).from())
                .isEqualTo(Provenance.PREVIOUS_GENERATION);
        assertThat(parameters.imageCount().value()).isEqualTo(3);
        assertThat(parameters.promptSuffix()).isNull();
        assertThat(Objects.requireNonNull(Objects.requireNonNull(detail(id).source())).requestId())
                .isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Restore", "Reroll", "Vary", "Upscale", "Replay"})
    void carriesEveryOtherActionWithoutAnInstruction(String action) {
        var first = generators.made(Ask.generate("every-" + action));
        var body = new Ask(action, "every-" + action, first, 0).body();
        body.remove("instruction");
        var id = generators.ask(body);
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var order = generators.work(id).order();
        assertThat(order.action()).isEqualTo(action);
        assertThat(previous(order).requestId()).isEqualTo(first);
        assertThat(detail(id).action()).isEqualTo(action);
    }

    @Test
    void holdsARequestBackUntilWhatItStartsFromIsFinished() {
        var first = generators.ask(Ask.generate("early"));
        var working = generators.work(first);
        var next = generators.ask(Ask.refine("early"));
        var named = generators.ask(new Ask("Reroll", "early-named", first, null));
        // Decided after both of them were looked at.
        var other = generators.ask(Ask.generate("early-other"));
        easel.awaitCondition(other, Condition.ACCEPTED, ConditionStatus.TRUE);
        assertThat(List.of(next, named)).noneMatch(this::isDecided);

        generators.finish(working, 1);

        for (var id : List.of(next, named)) {
            easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        }
        assertThat(previous(generators.work(next).order()).requestId()).isEqualTo(first);
    }

    private boolean isDecided(UUID request) {
        return easel.status(request)
                .condition(Condition.ACCEPTED)
                .filter(condition -> condition.status() != ConditionStatus.UNKNOWN)
                .isPresent();
    }

    @Test
    void letsASecondRefinementStartFromTheFirstOneThoughBothWereAskedForAtOnce() {
        generators.made(Ask.generate("twice"));
        var brighter = generators.ask(Ask.refine("twice"));
        easel.awaitCondition(brighter, Condition.ACCEPTED, ConditionStatus.TRUE);
        // Creation times are whole seconds.
        var born = easel.request(brighter).getMetadata().getCreationTimestamp();
        TestingEasel.await().until(() -> Instant.now().isAfter(Instant.parse(born).plusSeconds(1)));
        var smiling = generators.ask(Ask.refine("twice"));
        var other = generators.ask(Ask.generate("twice-other"));
        easel.awaitCondition(other, Condition.ACCEPTED, ConditionStatus.TRUE);
        assertThat(isDecided(smiling)).isFalse();

        generators.make(brighter, 1);

        easel.awaitCondition(smiling, Condition.ACCEPTED, ConditionStatus.TRUE);
        assertThat(previous(generators.work(smiling).order()).requestId()).isEqualTo(brighter);
    }

    @Test
    void followsABranchToWhereItLeftTheThread() {
        var one = generators.made(Ask.generate("branch"));
        var two = generators.made(Ask.generate("branch"));
        var three = generators.made(Ask.generate("branch"));
        var four = generators.ask(Ask.refine("branch").from(two));
        assertThat(history(generators.make(four, 1))).containsExactly(one);
        var five = generators.ask(Ask.refine("branch"));
        var order = generators.make(five, 1);
        assertThat(previous(order).requestId()).isEqualTo(four);
        assertThat(history(order)).containsExactly(two, one).doesNotContain(three);
        assertThat(previous(order).history().get(0).action()).isEqualTo("Generate");
        var source = Objects.requireNonNull(detail(five).source());
        assertThat(source.requestId()).as("found in the thread").isEqualTo(four);
    }

    @Test
    void keepsTheLatestAndTheVeryFirstOfALongHistory() {
        var made = new ArrayList<UUID>();
        made.add(generators.made(Ask.generate("long")));
        for (int i = 0; i < 15; i++) {
            made.add(generators.made(Ask.refine("long")));
        }
        var order = generators.make(generators.ask(Ask.refine("long")), 1);
        assertThat(previous(order).requestId()).isEqualTo(made.get(15));
        var before = new ArrayList<>(made.subList(4, 15).reversed());
        before.add(made.get(0));
        assertThat(before).hasSize(Previous.HISTORY_MAX);
        assertThat(history(order)).isEqualTo(before);
    }

    @Test
    void restoresTheFirstOfTheThreadSinceItsReset() {
        var one = generators.made(Ask.generate("restore"));
        generators.made(Ask.refine("restore"));
        var restore = new Ask("Restore", "restore", null, null);
        var order = generators.make(generators.ask(restore), 1);
        assertThat(previous(order).requestId()).isEqualTo(one);
        assertThat(Objects.requireNonNull(order.parameters().seed()).value()).isEqualTo(42);

        assertThat(easel.post("/api/v1/threads/restore/reset", key(), "").status()).isEqualTo(200);
        for (var ask : List.of(restore, Ask.refine("restore"))) {
            var refused = refusal(generators.ask(ask));
            assertThat(refused.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
            assertThat(refused.message()).startsWith("The thread was reset");
        }
        var named = generators.make(generators.ask(Ask.refine("other").from(one)), 1);
        assertThat(previous(named).requestId()).as("what is named is kept").isEqualTo(one);

        var anew = generators.made(Ask.generate("restore"));
        var second = generators.made(Ask.refine("restore"));
        var again = generators.make(generators.ask(restore), 1);
        assertThat(previous(again).requestId()).isEqualTo(anew);
        var latest = generators.make(generators.ask(Ask.refine("restore").from(second)), 1);
        assertThat(history(latest)).containsExactly(anew);
    }

    @Test
    void refusesWhatIsNotThereAtOnce() {
        var unknown = UUID.randomUUID();
        var refused = refusal(generators.ask(Ask.refine("none").from(unknown)));
        assertThat(refused.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
        assertThat(refused.message())
                .startsWith("spec.source.requestID: ")
                .contains(unknown.toString());
        assertThat(refusal(generators.ask(Ask.refine("never-seen"))).message())
                .startsWith("Easel knows no generation of this thread");
        var one = generators.made(Ask.generate("none"));
        var id = generators.ask(new Ask("Upscale", "none", one, 5));
        assertThat(refusal(id).message()).endsWith("It has only the image 0.");
        assertThat(detail(id).reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
    }

    @Test
    void countsPixelsWithTheSidesOfTheGenerationItStartsFrom() {
        var one = generators.made(Ask.generate("pixels"));
        var body = new Ask("Reroll", "pixels", one, null).body();
        body.put("parameters", Map.of("width", 2048, "height", 2048));
        body.remove("instruction");
        easel.awaitCondition(generators.ask(body), Condition.ACCEPTED, ConditionStatus.TRUE);
        body.put("parameters", Map.of("image_count", 8));
        easel.awaitCondition(generators.ask(body), Condition.ACCEPTED, ConditionStatus.TRUE);
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    """
                                    UPDATE generation_metadata SET width = 2048, height = 2048
                                    WHERE request_uid = ?
                                    """,
                                    one));
        }
        var refused = refusal(generators.ask(body));
        assertThat(refused.reason()).isEqualTo(Reason.POLICY_DENIED.word());
        assertThat(refused.message())
                .contains("2048 x 2048 x 8")
                .contains("the generation that it starts from");
    }

    @Test
    void showsAnotherGuildNothingToStartFrom() {
        var own = generators.made(Ask.generate("shared"));
        var body = Ask.refine("shared").from(own).body();
        body.put("guild_id", "g2");
        var foreign = refusal(generators.ask(body));
        assertThat(foreign.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
        var nowhere = UUID.randomUUID();
        body.put("source", Map.of("request_id", nowhere));
        var none = refusal(generators.ask(body));
        assertThat(foreign.message().replace(own.toString(), nowhere.toString()))
                .isEqualTo(none.message());
        body.remove("source");
        assertThat(refusal(generators.ask(body)).message())
                .startsWith("Easel knows no generation of this thread");
    }

    @Test
    void letsTheClusterStartFromAnybodysAndAGuildsResourceFromItsOwnOnly() {
        var own = generators.made(Ask.generate("cluster"));
        var admin = apply("from-anybody", Map.of(), own);
        easel.awaitCondition(admin, Condition.ACCEPTED, ConditionStatus.TRUE);
        assertThat(previous(generators.make(admin, 1)).requestId()).isEqualTo(own);
        var named = apply("from-own", Map.of("requester", Map.of("tenant", "g1")), own);
        easel.awaitCondition(named, Condition.ACCEPTED, ConditionStatus.TRUE);
        var foreign = apply("from-others", Map.of("requester", Map.of("tenant", "g2")), own);
        assertThat(refusal(foreign).reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
        var byThread = apply("by-thread", Map.of("threadID", "cluster"), null);
        easel.awaitCondition(byThread, Condition.ACCEPTED, ConditionStatus.TRUE);
        assertThat(previous(generators.make(byThread, 1)).requestId()).isEqualTo(own);
    }

    @Test
    void acceptsWhatIsAppliedInOneGoWithWhatItStartsFrom() {
        for (int i = 0; i < 5; i++) {
            var thread = "together-" + i;
            var first = apply(thread, Map.of("threadID", thread, "action", "Generate"), null);
            var byThread = apply(thread + "-thread", Map.of("threadID", thread), null);
            var byName = apply(thread + "-name", Map.of(), first);
            easel.awaitCondition(first, Condition.ACCEPTED, ConditionStatus.TRUE);
            generators.make(first, 1);
            easel.awaitCondition(byThread, Condition.ACCEPTED, ConditionStatus.TRUE);
            easel.awaitCondition(byName, Condition.ACCEPTED, ConditionStatus.TRUE);
        }
    }

    /** Kubernetes tells creations to the second, Discord's ids to the message. */
    @Test
    void letsRefinementsOfOneSecondFollowTheMessagesTheyWereMadeOf() {
        int pairs = 0;
        for (int i = 0; pairs < 4; i++) {
            assertThat(i).as("tries to make two in one second").isLessThan(40);
            var thread = "second-" + i;
            generators.made(Ask.generate(thread));
            var second = apply("d-" + (2 * i + 101), Map.of("threadID", thread), null);
            var first = apply("d-" + (2 * i + 100), Map.of("threadID", thread), null);
            if (created(first).equals(created(second))) {
                pairs++;
                easel.awaitCondition(first, Condition.ACCEPTED, ConditionStatus.TRUE);
                generators.make(first, 1);
                easel.awaitCondition(second, Condition.ACCEPTED, ConditionStatus.TRUE);
                assertThat(previous(generators.make(second, 1)).requestId()).isEqualTo(first);
            }
        }
    }

    private static String created(UUID request) {
        return easel.request(request).getMetadata().getCreationTimestamp();
    }

    @Test
    void letsNoTwoRefinementsOfAnEmptyThreadWaitForEachOther() {
        var one = apply("empty-one", Map.of("threadID", "empty"), null);
        var two = apply("empty-two", Map.of("threadID", "empty"), null);
        assertThat(refusal(one).reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
        assertThat(refusal(two).reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
    }

    @Test
    void waitsForASourceThatIsBeingMadeAndEndsForGoodIfItFails() {
        var source = generators.ask(Ask.generate("late"));
        generators.work(source);
        var id = generators.ask(Ask.refine("late").from(source));
        var generator = generators.admit(id, 1);
        var early = generators.claim(generator);
        assertThat(early.status()).isEqualTo(503);
        assertThat(early.code()).isEqualTo("SourceNotReady");
        assertThat(early.response().headers().firstValue("Retry-After")).isPresent();

        easel.conclude(source, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "it burnt");
        TestingEasel.await().until(() -> detail(source).status().name().equals("FAILED"));
        var refused = generators.claim(generator);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("SourceNotFound");
        assertThat(refused.json().path("detail").asText())
                .contains(source.toString())
                .contains("failed (GenerationFailed)");
        var afterwards = generators.ask(Ask.refine("late").from(source));
        assertThat(refusal(afterwards).message()).contains("failed (GenerationFailed)");
    }

    @Test
    void startsAgainFromWhatTheFirstAttemptFoundInTheThread() {
        var one = generators.made(Ask.generate("pinned"));
        var id = generators.ask(Ask.refine("pinned"));
        assertThat(previous(generators.work(id).order()).requestId()).isEqualTo(one);
        generators.made(Ask.generate("pinned"));
        var second = generators.claim(generators.admit(id, 2));
        assertThat(previous(second.as(WorkOrder.class)).requestId()).isEqualTo(one);
    }

    @Test
    void givesSourceImagesToTheHolderOfTheClaimOnly() {
        var source = generators.ask(Ask.generate("images"));
        generators.make(source, 2);
        var stranger = generators.ask(Ask.generate("images"));
        generators.make(stranger, 2);
        var id = generators.ask(new Ask("Vary", "images", source, 1));
        var generator = generators.admit(id, 1);
        assertThat(generator.sourceImage(1).status()).as("before the claim").isEqualTo(409);
        assertThat(generators.claim(generator).status()).isEqualTo(200);
        var image = generator.sourceImage(1);
        assertThat(image.status()).isEqualTo(200);
        assertThat(image.response().headers().firstValue("Content-Type")).contains("image/png");
        assertThat(image.response().body()).isEqualTo(GeneratorDouble.png(2));
        assertThat(generator.sourceImage(0).response().body()).isEqualTo(GeneratorDouble.png(1));
        assertThat(generator.sourceImage(2).status()).isEqualTo(404);
        assertThat(generator.sourceImage(1, source).status()).isEqualTo(200);
        assertThat(generator.sourceImage(1, stranger).status()).isEqualTo(404);

        var successor = generators.admit(id, 2);
        assertThat(generators.claim(successor).status()).isEqualTo(200);
        assertThat(generator.sourceImage(1).code()).isEqualTo("FenceRejected");
        assertThat(successor.sourceImage(1).status()).isEqualTo(200);
        easel.post("/api/v1/requests/" + id + "/cancel", key(), "");
        assertThat(successor.sourceImage(1).status()).isEqualTo(410);

        var fresh = generators.work(generators.ask(Ask.generate("images")));
        assertThat(fresh.generator().sourceImage(0).status()).isEqualTo(404);
    }

    @Test
    void keepsAndShowsWhatAResultRestsOn() {
        var source = generators.made(Ask.generate("rests"));
        var id = generators.ask(new Ask("Vary", "rests", source, 0));
        var working = generators.work(id);
        var png = GeneratorDouble.png(7);
        assertThat(working.generator().upload(0, png).status()).isEqualTo(200);
        var derivation =
                new Derivation(
                        Derivation.Method.IMAGE_TO_IMAGE,
                        source,
                        0,
                        "0123456789abcdef".repeat(4),
                        new BigDecimal("0.5"),
                        null,
                        null);
        var refinement =
                new Refinement(
                        List.of(new Refinement.Change("seed", "42", "7")),
                        List.of(new Refinement.Kept("prompt", "a cat, 和風")));
        var research = research();
        assertThat(
                        working.generator()
                                .result(report(png, derivation, refinement, research))
                                .status())
                .isEqualTo(200);

        var detail = detail(id);
        assertThat(detail.source()).isEqualTo(new RequestDetail.Source(source, 0));
        var metadata = Objects.requireNonNull(detail.metadata());
        assertThat(metadata.derivation()).isEqualTo(derivation);
        assertThat(metadata.refinement()).isEqualTo(refinement);
        assertThat(metadata.research()).isEqualTo(research);
        assertThat(metadata.millisByPhase()).isEqualTo(Map.of("Rendering", 1200L));
        assertThat(metadata.composition().writer()).isEqualTo("previous");
        assertThat(metadata.composition().provenance())
                .isEqualTo(Map.of("seed", Provenance.RANDOM));
        var next = generators.make(generators.ask(new Ask("Replay", "rests", id, 0)), 1);
        assertThat(previous(next).settings().derivation()).isEqualTo(derivation);
    }

    private static Research research() {
        return new Research(
                Research.Outcome.DONE,
                null,
                "searxng",
                true,
                List.of("cat prompts"),
                "Say fluffy.",
                List.of("soft light"),
                List.of(),
                Map.of("steps", "30"),
                List.of(new Research.Source("Cats", "https://example.org/cats")));
    }

    private static ResultReport report(
            byte[] png, Derivation derivation, Refinement refinement, Research research) {
        var plain = GeneratorDouble.report(List.of(png));
        var s = plain.settings();
        return new ResultReport(
                new ResultReport.Composition(
                        ResultReport.Writer.PREVIOUS,
                        null,
                        null,
                        null,
                        Map.of("seed", Provenance.RANDOM)),
                new Settings(
                        s.prompt(),
                        s.negativePrompt(),
                        s.model(),
                        s.modelHash(),
                        s.loras(),
                        s.steps(),
                        s.cfgScale(),
                        s.sampler(),
                        s.scheduler(),
                        s.seed(),
                        s.width(),
                        s.height(),
                        s.imageCount(),
                        derivation),
                plain.images(),
                plain.renderer(),
                refinement,
                research,
                plain.notices(),
                plain.millisByPhase());
    }

    private static void guildSetting(String guild, String suffix) {
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    """
                                    INSERT INTO settings (guild_id, default_prompt_suffix,
                                      default_sd_params) VALUES (?, ?, '{"steps": 77}')
                                    """,
                                    guild,
                                    suffix));
        }
    }

    private static UUID apply(String name, Map<String, Object> more, @Nullable UUID source) {
        var spec = new HashMap<String, Object>(more);
        spec.putIfAbsent("action", "Refine");
        spec.put("instruction", "brighter");
        if (source != null) {
            spec.put("source", Map.of("requestID", source.toString()));
        }
        var resource =
                Json.mapper()
                        .convertValue(
                                Map.of(
                                        "metadata",
                                        Map.of("name", name, "namespace", easel.namespace),
                                        "spec",
                                        spec),
                                GenerationRequest.class);
        return UUID.fromString(easel.admin.resource(resource).create().getMetadata().getUid());
    }

    private static Condition refusal(UUID request) {
        return easel.awaitCondition(request, Condition.ACCEPTED, ConditionStatus.FALSE);
    }

    private static Previous previous(WorkOrder order) {
        return Objects.requireNonNull(order.previous());
    }

    private static List<UUID> history(WorkOrder order) {
        return previous(order).history().stream().map(Previous.Step::requestId).toList();
    }

    private static RequestDetail detail(UUID id) {
        return easel.get("/api/v1/requests/" + id, key()).as(RequestDetail.class);
    }

    private static String key() {
        return easel.adminKey.value();
    }
}
