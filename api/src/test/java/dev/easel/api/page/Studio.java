package dev.easel.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.easel.api.TestingEasel;
import dev.easel.api.work.GeneratorDouble;
import dev.easel.api.work.TestingGenerators;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Phase;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Settings;
import dev.easel.protocol.client.RequestPage;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReport;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plays operator and generator for what the page asks for, with pictures that are really drawn. */
final class Studio {
    static final String GUILD = "studio";

    private final TestingEasel easel;
    private final Automatic1111StandIn renderer;
    private final TestingGenerators generators;

    Studio(TestingEasel easel, Automatic1111StandIn renderer) {
        this.easel = easel;
        this.renderer = renderer;
        this.generators = new TestingGenerators(easel);
    }

    /** What a person with a browser asks for. */
    record Wish(String instruction, int width, int height, int count, @Nullable UUID source) {
        static Wish of(String instruction) {
            return new Wish(instruction, 512, 512, 1, null);
        }

        Wish sized(int newWidth, int newHeight) {
            return new Wish(instruction, newWidth, newHeight, count, source);
        }

        Wish times(int newCount) {
            return new Wish(instruction, width, height, newCount, source);
        }

        Wish from(UUID newSource) {
            return new Wish(instruction, width, height, count, newSource);
        }
    }

    /** Asks over REST, as another person of the guild if the user is another. */
    UUID ask(String user, String thread, Wish wish) {
        var body = new HashMap<String, Object>();
        body.put("guild_id", GUILD);
        body.put("user_id", user);
        body.put("thread_id", thread);
        body.put("instruction", wish.instruction());
        if (wish.source() != null) {
            body.put("action", "Refine");
            body.put("source", Map.of("request_id", wish.source(), "image_index", 0));
        }
        return generators.ask(body);
    }

    /** The one request that a press makes; what a test does with the page's calls goes on. */
    UUID asked(Page page, Runnable press) {
        var before = waiting();
        press.run();
        var fresh = new ArrayList<UUID>();
        page.waitForCondition(
                () -> fresh.addAll(waiting().stream().filter(id -> !before.contains(id)).toList()));
        assertThat(fresh).hasSize(1);
        return fresh.getFirst();
    }

    /** Until everybody is told that it is over. */
    void awaitEnd(UUID request) {
        TestingEasel.await()
                .until(() ->
                        easel.get("/api/v1/requests/" + request, easel.adminKey.value())
                                .json()
                                .path("status")
                                .asText()
                                .matches("completed|failed"));
    }

    private List<UUID> waiting() {
        var path = "/api/v1/requests?status=pending&limit=100&guild_id=" + GUILD;
        return easel.get(path, easel.adminKey.value()).as(RequestPage.class).requests().stream()
                .map(RequestPage.Summary::requestId)
                .toList();
    }

    final class Work {
        private final UUID request;
        private final GeneratorDouble generator;

        private Work(UUID request, GeneratorDouble generator) {
            this.request = request;
            this.generator = generator;
        }

        UUID request() {
            return request;
        }

        Work at(Phase phase, int percent) {
            assertThat(generator.progress(phase, percent).status()).isEqualTo(204);
            return this;
        }

        UUID finish(Wish wish) {
            return store(wish).conclude();
        }

        /** It has its pictures and is not over yet. */
        Work store(Wish wish) {
            var images = new ArrayList<ResultReport.Image>();
            for (var i = 0; i < wish.count(); i++) {
                var png = draw(wish, 42L + i);
                assertThat(generator.upload(i, png).status()).isEqualTo(200);
                images.add(
                        new ResultReport.Image(
                                i,
                                GeneratorDouble.sha256(png),
                                GeneratorDouble.PIXELS,
                                42L + i,
                                wish.width(),
                                wish.height(),
                                "a picture\nSteps: 20"));
            }
            assertThat(generator.result(report(wish, images)).status()).isEqualTo(200);
            return this;
        }

        UUID conclude() {
            easel.conclude(request, ConditionStatus.TRUE, Reason.COMPLETED, "All images.");
            return request;
        }
    }

    /** Gives the one slot to a request. */
    Work start(UUID request) {
        easel.say(
                request,
                Condition.ADMITTED,
                ConditionStatus.TRUE,
                Reason.SLOT_RESERVED,
                "It has a slot.");
        return new Work(request, generators.work(request).generator());
    }

    /** Over for everybody: whoever reads the list finds it there. */
    UUID make(String user, String thread, Wish wish) {
        var made = start(ask(user, thread, wish)).finish(wish);
        awaitEnd(made);
        return made;
    }

    void end(UUID request, Reason reason, String message) {
        easel.conclude(request, ConditionStatus.FALSE, reason, message);
    }

    private byte[] draw(Wish wish, long seed) {
        var body =
                Json.mapper()
                        .valueToTree(
                                Map.of(
                                        "prompt", wish.instruction(),
                                        "seed", seed,
                                        "steps", 1,
                                        "width", wish.width(),
                                        "height", wish.height()));
        var asked =
                HttpRequest.newBuilder(URI.create(renderer.url() + "/sdapi/v1/txt2img"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            var answer = easel.http().send(asked, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return Base64.getDecoder()
                    .decode(Json.mapper().readTree(answer.body()).at("/images/0").asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ResultReport report(Wish wish, List<ResultReport.Image> images) {
        var refinement =
                new Refinement(
                        List.of(
                                new Refinement.Change("prompt", null, wish.instruction()),
                                new Refinement.Change("cfg_scale", "6.0", "7.0")),
                        List.of(
                                new Refinement.Kept("seed", "42"),
                                new Refinement.Kept("sampler", "DPM++ 2M"),
                                new Refinement.Kept("steps", "20"),
                                new Refinement.Kept("width", String.valueOf(wish.width()))));
        return new ResultReport(
                new ResultReport.Composition(
                        ResultReport.Writer.LANGUAGE_MODEL,
                        "gpt-oss:20b",
                        "7",
                        "Strong contrast and visible strokes carry the mood.",
                        Map.of(
                                "prompt", Provenance.LANGUAGE_MODEL,
                                "steps", Provenance.USER,
                                "cfg_scale", Provenance.LANGUAGE_MODEL,
                                "sampler", Provenance.INSTALLATION,
                                "seed", Provenance.RANDOM)),
                new Settings(
                        wish.instruction() + ", highly detailed, dramatic light, masterpiece",
                        "blurry, low quality, watermark",
                        "aquarelle-30",
                        "abcdef0123",
                        List.of(new Lora("ink-wash", new BigDecimal("0.8"))),
                        20,
                        new BigDecimal("7.0"),
                        "DPM++ 2M",
                        "Karras",
                        42,
                        wish.width(),
                        wish.height(),
                        images.size(),
                        null),
                images,
                new ResultReport.Renderer("Automatic1111", "v1.10.1", "{}"),
                wish.source() == null ? null : refinement,
                null,
                List.of(),
                Map.of("Rendering", 1200L));
    }
}
