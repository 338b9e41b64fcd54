package dev.easel.chart;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.sandbox.cli.ApiClient;
import dev.easel.sandbox.cli.GenerateCommand;
import dev.easel.sandbox.cli.GenerateOptions;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job on a real node with the chart, by every door, and with things going wrong. */
@ExtendWith({NodeNeeded.class, OneSandbox.class})
@Timeout(value = 10, unit = MINUTES)
class MainJobE2E {
    private static final String INSTRUCTION = "和風サイバーパンクの女性、夕景、彩度高め";

    private static RunningSandbox sandbox;
    private static Doors doors;

    @TempDir Path directory;

    @BeforeAll
    static void use(RunningSandbox running) {
        sandbox = running;
        doors = new Doors(running);
    }

    @Test
    void makesFourPicturesFromTheTerminal() throws IOException, InterruptedException {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var options =
                GenerateOptions.parse(
                        "generate", List.of(INSTRUCTION, "--out", directory.toString()));

        var files = new GenerateCommand(sandbox.api, out, false).run(options);

        assertThat(files).as(said.toString(StandardCharsets.UTF_8)).hasSize(4);
        for (var file : files) {
            Doors.assertIsPicture(Files.readAllBytes(file), 512, 512);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("20 steps")
                .contains("100 % done")
                .contains("prompt: ");
    }

    @Test
    void answersTheRestContract() throws IOException, InterruptedException {
        var detail = doors.finished(doors.post("a lighthouse in a storm", null).requestId());

        assertThat(detail.status()).isEqualTo(RequestStatus.COMPLETED);
        assertThat(detail.originalInstruction()).isEqualTo("a lighthouse in a storm");
        assertThat(detail.errorMessage()).isNull();
        var made = detail.metadata();
        assertThat(made).isNotNull();
        assertThat(made.prompt()).contains("lighthouse");
        assertThat(List.of(made.width(), made.height(), made.steps()))
                .isEqualTo(List.of(512, 512, 20));
        assertThat(detail.images()).hasSize(4);
        for (var image : detail.images()) {
            Doors.assertIsPicture(sandbox.api.image(image.filePath()), 512, 512);
        }
    }

    @Test
    void tellsTheStoryToKubectl() throws IOException, InterruptedException {
        var name = "kubectl-" + UUID.randomUUID().toString().substring(0, 8);
        var applied =
                sandbox.kubectl(
                        """
                        apiVersion: easel.dev/v1alpha1
                        kind: GenerationRequest
                        metadata: { name: %s }
                        spec: { instruction: "a lighthouse in a storm, oil painting" }
                        """
                                .formatted(name),
                        "apply",
                        "-f",
                        "-");
        assertThat(applied).contains("created");

        doors.awaitSucceeded(name);

        assertThat(sandbox.kubectl("", "get", "genreq", name))
                .contains("SUCCEEDED", "REASON", "PROGRESS", "Completed", "True");
        assertThat(sandbox.kubectl("", "describe", "genreq", name))
                .contains("Accepted", "Admitted", "ResultStored", "Images:", "Events:");
    }

    @Test
    void postsFourPicturesToAJapaneseUserOnce() throws IOException, InterruptedException {
        try (var user = sandbox.discordUser("ja")) {
            var interaction = user.slash("generate", Map.of("instruction", INSTRUCTION));
            var answered = user.acknowledgement(interaction, Duration.ofSeconds(5));
            assertThat(answered.path("ackedAfterMillis").asLong()).isLessThan(3000);

            var name = "d-" + interaction;
            doors.awaitSucceeded(name);
            doors.awaitCondition(name, Condition.DELIVERED);
            var thread =
                    doors.requests().withName(name).get().getSpec().delivery().discord().threadID();
            var posts = user.messages(Map.of("channelId", thread, "files", "1"), 1, Duration.ZERO);

            assertThat(posts).hasSize(1);
            var post = posts.get(0);
            assertThat(post.path("files")).hasSize(4);
            var made = doors.detail(name).metadata();
            assertThat(made).isNotNull();
            assertThat(post.path("text").asText())
                    .contains("プロンプト", "シード", "512", made.modelName(), String.valueOf(made.seed()));
            for (var file : post.path("files")) {
                Doors.assertIsPicture(user.download(file.path("url").asText()), 512, 512);
            }
        }
    }

    @Test
    void runsTenRequestsFromAllDoorsStrictlyOneAfterTheOther()
            throws IOException, InterruptedException, SQLException {
        var names = new ArrayList<String>();
        try (var user = sandbox.discordUser("en")) {
            for (int i = 0; i < 4; i++) {
                names.add(doors.nameOf(doors.post("red fox number " + i, null).requestId()));
                if (i < 3) {
                    names.add(doors.apply("blue bird number " + i));
                    var interaction = user.slash("generate", Map.of("instruction", "owl " + i));
                    names.add("d-" + interaction);
                }
            }
        }
        assertThat(new HashSet<>(names)).hasSize(10);

        var gpuPods = new HashSet<String>();
        for (var name : names) {
            doors.awaitSucceeded(name);
        }
        for (var pod : generatorPods()) {
            var limits = pod.getSpec().getContainers().getFirst().getResources().getLimits();
            assertThat(limits).containsKey("nvidia.com/gpu");
            gpuPods.add(pod.getMetadata().getLabels().get("easel.dev/request-uid"));
        }
        assertThat(sandbox.renderer().path("inFlightMax").asInt()).isEqualTo(1);
        assertThat(sandbox.renderer().path("violations")).isEmpty();
        for (var name : names) {
            var uid = doors.requests().withName(name).get().getMetadata().getUid();
            assertThat(gpuPods).contains(uid);
            assertThat(storedImages(uid)).isEqualTo(4);
            if (name.startsWith("d-")) {
                doors.awaitCondition(name, Condition.DELIVERED);
            }
        }
    }

    @Test
    void keepsOneRequestForARepeatedIdempotencyKey() throws IOException, InterruptedException {
        var key = UUID.randomUUID().toString();
        var input = doors.input("a small boat", null);

        var first = sandbox.api.generate(input, key);
        var second = sandbox.api.generate(input, key);

        assertThat(second.requestId()).isEqualTo(first.requestId());
        assertThat(doors.finished(first.requestId()).status()).isEqualTo(RequestStatus.COMPLETED);
    }

    @ParameterizedTest(name = "{0} is refused by kubectl and names {1}")
    @CsvSource({
        "'instruction: \"\"', instruction",
        "'instruction: \"   \"', instruction",
        "'instruction: a, parameters: {width: 63}', width",
        "'instruction: a, parameters: {width: 65}', width",
        "'instruction: a, parameters: {height: 4096}', height"
    })
    void refusesBadFieldsBeforeAnythingIsStored(String spec, String field)
            throws IOException, InterruptedException {
        var answer =
                sandbox.kubectl(
                        """
                        apiVersion: easel.dev/v1alpha1
                        kind: GenerationRequest
                        metadata: { generateName: bad- }
                        spec: { %s }
                        """
                                .formatted(spec),
                        "create",
                        "-f",
                        "-");

        assertThat(answer).contains("invalid").contains(field);
    }

    @Test
    void refusesAnUnknownModelWithTheNearestNamesBeforeTheGpuIsUsed()
            throws IOException, InterruptedException {
        var parameters =
                new GenerateInput.Parameters(
                        null,
                        null,
                        "no-such-model",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);

        var detail = doors.finished(doors.post("a fox", parameters).requestId());

        assertThat(detail.status()).isEqualTo(RequestStatus.FAILED);
        assertThat(detail.errorMessage()).contains("no-such-model");
        assertThatThrownBy(() -> doors.post("x".repeat(2001), null))
                .isInstanceOf(ApiClient.Refused.class)
                .hasMessageContaining("2000");
    }

    @Test
    void losesNothingWhenTheGeneratorPodIsDeletedInMidRender()
            throws IOException, InterruptedException {
        try (var _ = sandbox.atUsualPace()) {
            var name = doors.nameOf(doors.post("a castle on a hill", null).requestId());
            var pod = awaitRendering(name);

            sandbox.client.resource(pod).delete();

            doors.awaitSucceeded(name);
            assertThat(doors.requests().withName(name).get().getStatus().attempt())
                    .isGreaterThanOrEqualTo(2);
            assertThat(sandbox.renderer().path("inFlightMax").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} is killed in mid-render")
    @CsvSource({"easel-operator", "easel-api", "easel-bot"})
    void losesNothingWhenAProcessIsKilledInMidRender(String process)
            throws IOException, InterruptedException {
        try (var user = sandbox.discordUser("en");
                var _ = sandbox.atUsualPace()) {
            var interaction = user.slash("generate", Map.of("instruction", "a storm at sea"));
            var name = "d-" + interaction;
            awaitRendering(name);

            kill(process);

            doors.awaitSucceeded(name);
            doors.awaitCondition(name, Condition.DELIVERED);
            var thread =
                    doors.requests().withName(name).get().getSpec().delivery().discord().threadID();
            assertThat(user.messages(Map.of("channelId", thread, "files", "1"), 1, Duration.ZERO))
                    .hasSize(1);
            assertThat(sandbox.renderer().path("inFlightMax").asInt()).isEqualTo(1);
        }
    }

    @Test
    void tellsAJapaneseUserInTheThreadWhyThereIsNoPicture()
            throws IOException, InterruptedException {
        var port = sandbox.sandbox().standIns().automatic1111Port();
        sandbox.standIn(
                "POST",
                port,
                "/_sandbox/faults",
                "{\"kind\":\"nans\",\"times\":0,\"path\":\"/sdapi/v1/txt2img\"}");
        try (var user = sandbox.discordUser("ja")) {
            var interaction = user.slash("generate", Map.of("instruction", "赤い狐"));
            var name = "d-" + interaction;
            await().atMost(Doors.ONE_REQUEST_MAX)
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(doors.condition(name, Condition.SUCCEEDED).status())
                                    .isEqualTo(ConditionStatus.FALSE));
            var thread =
                    doors.requests().withName(name).get().getSpec().delivery().discord().threadID();
            var said = new ArrayList<JsonNode>();
            user.messages(Map.of("channelId", thread, "byBot", "true"), 2, Duration.ofSeconds(30))
                    .forEach(said::add);
            said.removeIf(message -> !message.path("buttons").toString().contains("v1|retry|"));

            assertThat(said).hasSize(1);
            assertThat(said.getFirst().path("text").asText())
                    .contains("画像を生成できませんでした", "理由", "できること", "もう一度");
        } finally {
            sandbox.standIn("DELETE", port, "/_sandbox/faults", "");
        }
    }

    @Test
    void cancelsARunningRequestAndStopsTheRenderer() throws IOException, InterruptedException {
        try (var _ = sandbox.atUsualPace()) {
            var accepted = doors.post("a very long river", null);
            var name = doors.nameOf(accepted.requestId());
            awaitRendering(name);

            sandbox.api.cancel(accepted.requestId());

            await().atMost(Doors.ONE_REQUEST_MAX)
                    .untilAsserted(() -> {
                        var succeeded = doors.condition(name, Condition.SUCCEEDED);
                        assertThat(succeeded.status()).isEqualTo(ConditionStatus.FALSE);
                        assertThat(succeeded.reason()).isEqualTo("Cancelled");
                        assertThat(sandbox.renderer().path("inFlight").asInt()).isZero();
                    });
        }
    }

    private static List<Pod> generatorPods() {
        return sandbox.client
                .pods()
                .inNamespace("easel")
                .withLabel("app.kubernetes.io/name", "easel-generator")
                .list()
                .getItems();
    }

    /** The request's pod, while the renderer works for it. */
    private static Pod awaitRendering(String name) {
        return await().atMost(Doors.ONE_REQUEST_MAX)
                .ignoreExceptions()
                .until(
                        () -> {
                            var uid = doors.requests().withName(name).get().getMetadata().getUid();
                            assertThat(sandbox.renderer().path("inFlight").asInt()).isEqualTo(1);
                            return generatorPods().stream()
                                    .filter(pod ->
                                            uid.equals(
                                                            pod.getMetadata()
                                                                    .getLabels()
                                                                    .get("easel.dev/request-uid"))
                                                    && "Running".equals(pod.getStatus().getPhase()))
                                    .findFirst()
                                    .orElseThrow();
                        },
                        pod -> true);
    }

    private static void kill(String process) {
        sandbox.client
                .pods()
                .inNamespace("easel")
                .withLabel("app.kubernetes.io/name", process)
                .withGracePeriod(0)
                .delete();
    }

    private static int storedImages(String uid) throws SQLException {
        try (var database = sandbox.sandbox().database().connect();
                var query =
                        database.prepareStatement(
                                "select count(*) from generated_image where request_uid = ?::uuid")) {
            query.setString(1, uid);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
