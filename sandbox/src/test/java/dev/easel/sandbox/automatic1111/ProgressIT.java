package dev.easel.sandbox.automatic1111;

import static dev.easel.sandbox.automatic1111.TestingClient.images;
import static dev.easel.sandbox.automatic1111.TestingClient.info;
import static dev.easel.sandbox.automatic1111.TestingClient.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.TestingHttp;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One queue, one progress and one interrupt for the whole server. */
class ProgressIT {
    private Automatic1111StandIn standIn;
    private TestingClient client;
    private ExecutorService callers;

    @BeforeEach
    void start() {
        standIn = Automatic1111StandIn.start(Automatic1111Settings.forTests());
        client = TestingClient.of(standIn.url());
        callers = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void stop() {
        standIn.close();
        callers.shutdownNow();
    }

    @Test
    void idleServerHasNoJobs() {
        var idle = client.progress();
        assertThat(idle.path("progress").asDouble()).isZero();
        assertThat(idle.at("/state/job_count").asInt()).isZero();
        assertThat(idle.path("current_image").isNull()).isTrue();
    }

    @Test
    void interruptGivesAHalfPictureThatClaimsAllSteps() {
        var whole = client.txt2img(recipe());
        standIn.faults().next(new RenderFault.NeverEnding(false));
        var running = post(recipe());
        awaitStep(2);
        var now = client.progress();
        assertThat(now.path("progress").asDouble()).isBetween(0.4, 0.6);
        assertThat(now.at("/state/job_count").asInt()).isEqualTo(1);
        assertThat(now.at("/state/sampling_steps").asInt()).isEqualTo(4);

        assertThat(client.http().post("/sdapi/v1/interrupt", "").text()).isEqualTo("{}");

        var answer = result(running);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(images(answer)).hasSize(1);
        assertThat(images(answer).getFirst()).isNotEqualTo(images(whole).getFirst());
        assertThat(info(answer).at("/infotexts/0").asText()).contains("Steps: 4");
        assertThat(client.progress().at("/state/job_count").asInt()).isZero();
    }

    @Test
    void interruptEndsTheBatchesThatWereToCome() {
        standIn.faults().next(new RenderFault.NeverEnding(false));
        var running = post(recipe().put("n_iter", 4));
        awaitStep(2);
        client.http().post("/sdapi/v1/interrupt", "");
        assertThat(images(result(running))).hasSize(1);
    }

    @Test
    void skipEndsOnlyTheBatchThatRuns() {
        standIn.faults().next(new RenderFault.NeverEnding(false));
        var running = post(recipe().put("n_iter", 2));
        awaitStep(2);
        // The second batch is stuck as well, so it takes two.
        client.http().post("/sdapi/v1/skip", "");
        await().until(() -> client.progress().at("/state/job_no").asInt() == 1);
        awaitStep(2);
        client.http().post("/sdapi/v1/skip", "");
        assertThat(images(result(running))).hasSize(2);
    }

    @Test
    void secondRequestWaitsAndIsRecorded() {
        standIn.faults().next(new RenderFault.NeverEnding(false));
        var first = post(recipe().put("force_task_id", "one"));
        awaitStep(2);
        var second = post(recipe().put("force_task_id", "two"));
        await().until(() -> task("two").path("queued").asBoolean());

        assertThat(task("one").path("active").asBoolean()).isTrue();
        assertThat(task("two").path("textinfo").asText()).isEqualTo("In queue: 1/1");
        assertThat(client.http().get("/internal/pending-tasks").json().path("size").asInt())
                .isEqualTo(1);
        client.http().post("/sdapi/v1/interrupt", "");
        assertThat(result(first).status()).isEqualTo(200);
        assertThat(result(second).status()).isEqualTo(200);

        assertThat(task("two").path("completed").asBoolean()).isTrue();
        assertThat(standIn.inFlightMax()).isEqualTo(2);
        assertThat(standIn.violations()).isNotEmpty();
    }

    @Test
    void requestsOneAfterTheOtherAreNoViolation() {
        client.txt2img(recipe());
        client.txt2img(recipe());
        assertThat(standIn.inFlightMax()).isEqualTo(1);
        assertThat(standIn.generations()).isEqualTo(2);
        assertThat(standIn.violations()).isEmpty();
    }

    @Test
    void interruptWhileIdleIsLost() {
        var before = client.txt2img(recipe());
        client.http().post("/sdapi/v1/interrupt", "");
        assertThat(images(client.txt2img(recipe())).getFirst())
                .isEqualTo(images(before).getFirst());
    }

    @Test
    void failedTaskStaysActiveUntilTheNextBegins() {
        standIn.faults().next(new RenderFault.OutOfMemory());
        assertThat(client.txt2img(recipe().put("force_task_id", "bad")).status()).isEqualTo(500);
        assertThat(task("bad").path("active").asBoolean()).isTrue();
        client.txt2img(recipe().put("force_task_id", "good"));
        assertThat(task("bad").path("active").asBoolean()).isFalse();
        assertThat(task("bad").path("completed").asBoolean()).isFalse();
    }

    @Test
    void deafRenderEndsWhenTheFaultsAreCleared() {
        standIn.faults().next(new RenderFault.NeverEnding(true));
        var running = post(recipe());
        awaitStep(2);
        client.http().post("/sdapi/v1/interrupt", "");
        assertThat(client.progress().at("/state/interrupted").asBoolean()).isTrue();
        assertThat(running.isDone()).isFalse();
        client.http().delete("/_sandbox/faults");
        assertThat(result(running).status()).isEqualTo(200);
    }

    @Test
    void frozenProgressStaysAtItsFirstHundredth() {
        standIn.faults().next(new RenderFault.ProgressFrozen());
        standIn.faults().next(new RenderFault.NeverEnding(false));
        var running = post(recipe());
        await().until(() -> client.progress().at("/state/sampling_steps").asInt() == 4);
        assertThat(client.progress().path("progress").asDouble()).isEqualTo(0.01);
        client.http().post("/sdapi/v1/interrupt", "");
        result(running);
    }

    @Test
    void previewIsAPngWhileARenderRuns() {
        standIn.faults().next(new RenderFault.NeverEnding(false));
        var running = post(recipe());
        awaitStep(2);
        var image = client.http().get("/sdapi/v1/progress").json().path("current_image").asText();
        assertThat(image).startsWith("iVBORw0KGgo");
        client.http().post("/sdapi/v1/interrupt", "");
        result(running);
    }

    private void awaitStep(int step) {
        await().until(() -> client.progress().at("/state/sampling_step").asInt() == step);
    }

    private JsonNode task(String id) {
        return client.http()
                .post("/internal/progress", "{\"id_task\": \"%s\"}".formatted(id))
                .json();
    }

    private Future<TestingHttp.Answer> post(ObjectNode body) {
        return callers.submit(() -> client.txt2img(body));
    }

    private static TestingHttp.Answer result(Future<TestingHttp.Answer> running) {
        await().until(running::isDone);
        return running.resultNow();
    }
}
