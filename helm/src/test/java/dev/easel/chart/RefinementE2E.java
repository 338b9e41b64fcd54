package dev.easel.chart;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.Provenance;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes after the first picture, on a real node with the chart. */
@ExtendWith({NodeNeeded.class, OneSandbox.class})
@Timeout(value = 10, unit = MINUTES)
class RefinementE2E {
    private static final String FIRST = "黒髪の女性、夜の街、seed 42";

    private static RunningSandbox sandbox;
    private static Doors doors;

    private final String thread = UUID.randomUUID().toString();

    @BeforeAll
    static void use(RunningSandbox running) {
        sandbox = running;
        doors = new Doors(running);
    }

    @Test
    void changesOnlyWhatTheReplyAsksFor() throws IOException, InterruptedException {
        var first = act("Generate", FIRST, null);

        var second = act("Refine", "もっと明るく、笑顔にして", null);

        var before = made(first);
        var after = made(second);
        assertThat(before.seed()).isEqualTo(42);
        assertThat(before.composition().provenance()).containsEntry("seed", Provenance.INSTRUCTION);
        assertThat(parts(after)).containsSubsequence(parts(before)).isNotEqualTo(parts(before));
        assertThat(withoutPrompt(after)).isEqualTo(withoutPrompt(before));
        assertThat(second.source()).isEqualTo(new RequestDetail.Source(first.requestId(), null));
        var refinement = after.refinement();
        assertThat(refinement).isNotNull();
        assertThat(refinement.changed())
                .isNotEmpty()
                .allSatisfy(change -> {
                    assertThat(change.field()).isEqualTo("prompt");
                    assertThat(change.before()).isNull();
                });
        assertThat(refinement.kept())
                .extracting(Refinement.Kept::field)
                .contains("seed", "model", "steps", "width", "negative_prompt");
    }

    @Test
    void goesBackToTheFirstSettingsByWordsAndByAction() throws IOException, InterruptedException {
        var first = act("Generate", FIRST, null);
        act("Refine", "金髪にして、2枚", null);

        var byWords = act("Refine", "最初の設定に戻して", null);
        var byAction = act("Restore", null, null);

        for (var detail : List.of(byWords, byAction)) {
            assertThat(made(detail).prompt()).isEqualTo(made(first).prompt());
            assertThat(withoutPrompt(made(detail))).isEqualTo(withoutPrompt(made(first)));
            assertThat(pixels(detail, 0)).isEqualTo(pixels(first, 0));
        }
    }

    @Test
    void answersAReplyInTheThreadWithWhatChangedAndWhatStayed()
            throws IOException, InterruptedException {
        try (var user = sandbox.discordUser("ja")) {
            var interaction = user.slash("generate", Map.of("instruction", FIRST + "、1枚"));
            var name = "d-" + interaction;
            doors.awaitSucceeded(name);
            doors.awaitCondition(name, Condition.DELIVERED);
            var place = doors.requests().withName(name).get().getSpec().delivery().discord();
            var pictures = Map.of("channelId", place.threadID(), "files", "1");
            var first = user.messages(pictures, 1, Duration.ZERO).get(0);

            user.reply(first.path("id").asText(), "金髪にして");

            var posts = user.messages(pictures, 2, Doors.ONE_REQUEST_MAX);
            assertThat(posts).hasSize(2);
            assertThat(posts.get(1).path("text").asText())
                    .contains("**変更：**", "black hair", "blonde hair", "**維持：**", "シード");
            assertThat(posts.get(1).path("files")).hasSize(1);
        }
    }

    @Test
    void branchesFromAnOlderPictureWithKubectl() throws IOException, InterruptedException {
        var first = act("Generate", FIRST, null);
        act("Refine", "金髪にして", null);
        var name = "refine-" + thread.substring(0, 8);

        var said =
                sandbox.kubectl(
                        """
                        apiVersion: easel.dev/v1alpha1
                        kind: GenerationRequest
                        metadata: { name: %s }
                        spec:
                          action: Refine
                          instruction: "rainy"
                          source: { requestID: %s, imageIndex: 1 }
                        """
                                .formatted(name, first.requestId()),
                        "apply",
                        "-f",
                        "-");

        assertThat(said).contains("created");
        doors.awaitSucceeded(name);
        var branch = doors.detail(name);
        assertThat(parts(made(branch))).containsSubsequence(parts(made(first)));
        assertThat(made(branch).prompt()).contains("rain");
        // The picture that was pointed at is the first of the new ones.
        assertThat(made(branch).seed()).isEqualTo(43);
    }

    @Test
    void drawsAnewAlikeLargerAndTheSame() throws IOException, InterruptedException {
        var first = act("Generate", FIRST + "、2枚", null);
        var source = new GenerateInput.Source(first.requestId(), 1);

        var rerolled = made(act("Reroll", null, new GenerateInput.Source(first.requestId(), null)));
        assertThat(rerolled.prompt()).isEqualTo(made(first).prompt());
        assertThat(rerolled.seed()).isNotEqualTo(42);

        var varied = made(act("Vary", null, source));
        assertThat(varied.derivation()).isNotNull();
        assertThat(varied.derivation().method()).isEqualTo(Derivation.Method.IMAGE_TO_IMAGE);
        assertThat(varied.derivation().imageIndex()).isEqualTo(1);

        var larger = act("Upscale", null, source);
        assertThat(larger.images()).hasSize(1);
        assertThat(larger.images().getFirst().width()).isEqualTo(1024);

        var again = act("Replay", null, new GenerateInput.Source(first.requestId(), null));
        assertThat(pixels(again, 0)).isEqualTo(pixels(first, 0));
        assertThat(pixels(again, 1)).isEqualTo(pixels(first, 1));
    }

    @Test
    void refusesAnUnknownSourceBeforeTheGpuIsUsed() throws IOException, InterruptedException {
        var nobody = new GenerateInput.Source(UUID.randomUUID(), null);

        var detail = doors.finished(post("Reroll", null, nobody));

        assertThat(detail.status()).isEqualTo(RequestStatus.FAILED);
        assertThat(detail.reason()).isEqualTo("SourceNotFound");
    }

    private RequestDetail act(String action, String instruction, GenerateInput.Source source)
            throws IOException, InterruptedException {
        var detail = doors.finished(post(action, instruction, source));
        assertThat(detail.status()).as("%s", detail).isEqualTo(RequestStatus.COMPLETED);
        return detail;
    }

    private UUID post(String action, String instruction, GenerateInput.Source source)
            throws IOException, InterruptedException {
        var input =
                new GenerateInput(
                        "g", "u", thread, instruction, false, "ja", null, null, action, source);
        return sandbox.api.generate(input, UUID.randomUUID().toString()).requestId();
    }

    private static RequestDetail.Metadata made(RequestDetail detail) {
        var made = detail.metadata();
        assertThat(made).isNotNull();
        return made;
    }

    private static List<String> parts(RequestDetail.Metadata made) {
        return List.of(made.prompt().split(", "));
    }

    private static List<Object> withoutPrompt(RequestDetail.Metadata made) {
        return List.of(
                String.valueOf(made.negativePrompt()),
                made.modelName(),
                String.valueOf(made.loraList()),
                made.steps(),
                made.cfgScale().stripTrailingZeros(),
                made.sampler(),
                String.valueOf(made.scheduler()),
                made.seed(),
                made.width(),
                made.height(),
                made.imageCount());
    }

    private static List<Integer> pixels(RequestDetail detail, int index)
            throws IOException, InterruptedException {
        var png = sandbox.api.image(detail.images().get(index).filePath());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        var rgb =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return List.of(image.getWidth(), image.getHeight(), java.util.Arrays.hashCode(rgb));
    }
}
