package dev.easel.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.history.SourceRules.Seen;
import dev.easel.api.history.SourceRules.Stored;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRulesTest {
    private static final UUID SOURCE = UUID.randomUUID();
    private static final Stored THREE = new Stored(512, 768, 3, List.of(0, 1, 2));

    @Test
    void startsFromAStoredGenerationWhateverBecameOfItsRequest() {
        for (var status : List.of("processing", "completed", "failed")) {
            assertThat(SourceRules.judge(from(null), seen(status, THREE)))
                    .isEqualTo(new Found.Ready(SOURCE, null, 512, 768, 3));
        }
        assertThat(SourceRules.judge(from(2), seen("completed", THREE)))
                .isEqualTo(new Found.Ready(SOURCE, 2, 512, 768, 3));
    }

    @Test
    void namesTheImagesThereAreWhereOneIsMissing() {
        assertThat(missing(SourceRules.judge(from(3), seen("completed", THREE))))
                .startsWith("spec.source.imageIndex: ")
                .contains("has no image 3")
                .endsWith("It has the images 0, 1, 2.");
        var single = new Stored(512, 512, 1, List.of(0));
        assertThat(missing(SourceRules.judge(from(1), seen("completed", single))))
                .endsWith("It has only the image 0.");
    }

    @Test
    void tellsWhatIsMissingInPartsToo() {
        assertThat(SourceRules.judge(from(3), seen("completed", THREE)))
                .isInstanceOfSatisfying(
                        Found.Missing.class,
                        found ->
                                assertThat(found.params())
                                        .isEqualTo(
                                                Map.of(
                                                        "case",
                                                        "no_image",
                                                        "request",
                                                        SOURCE.toString(),
                                                        "image",
                                                        "3",
                                                        "images",
                                                        "0\n1\n2")));
        assertThat(SourceRules.judge(from(null), seen("failed", null)))
                .isInstanceOfSatisfying(
                        Found.Missing.class,
                        found ->
                                assertThat(found.params())
                                        .containsEntry("case", "failed")
                                        .containsEntry("reason", "RendererError"));
    }

    @Test
    void waitsForARequestThatMayStillStoreSomething() {
        for (var status : List.of("pending", "processing")) {
            assertThat(SourceRules.judge(from(0), seen(status, null)))
                    .isInstanceOfSatisfying(
                            Found.Underway.class,
                            found -> assertThat(found.why()).contains(SOURCE.toString()));
        }
    }

    @Test
    void refusesARequestThatEndedWithoutPictures() {
        assertThat(missing(SourceRules.judge(from(null), seen("failed", null))))
                .contains("failed (RendererError)")
                .contains("nothing to start from")
                .contains("Generate");
        var cancelled = new Seen.Request(SOURCE, "g1", "pending", true, false, null, null);
        assertThat(missing(SourceRules.judge(from(null), cancelled))).contains("was cancelled");
        var refused = new Seen.Request(SOURCE, "g1", "pending", false, true, "LoraNotFound", null);
        assertThat(missing(SourceRules.judge(from(null), refused)))
                .contains("was refused (LoraNotFound)");
    }

    @Test
    void saysTheSameOfOthersRequestsAsOfNone() {
        var foreign = new Seen.Request(SOURCE, "g2", "completed", false, false, null, THREE);
        assertThat(SourceRules.judge(from(null), foreign))
                .isEqualTo(SourceRules.judge(from(null), new Seen.Nobody()));
        assertThat(missing(SourceRules.judge(from(null), foreign)))
                .startsWith("spec.source.requestID: ")
                .contains(SOURCE.toString())
                .doesNotContain("g2");
    }

    @Test
    void saysWhetherAThreadWasResetOrNeverKnown() {
        assertThat(missing(thread(Action.REFINE, false, false)))
                .startsWith("Easel knows no generation of this thread")
                .contains("nothing to refine")
                .contains("Generate");
        assertThat(missing(thread(Action.RESTORE, true, false)))
                .startsWith("The thread was reset")
                .contains("nothing to restore");
        assertThat(thread(Action.REFINE, true, true)).isInstanceOf(Found.Underway.class);
    }

    @ParameterizedTest(name = "door {0}, tenant {1}: any {2}")
    @CsvSource({
        "Kubectl,   , true",
        "Kubectl, g1, false",
        "Discord,   , false",
        "API,     g1, false"
    })
    void letsOnlyTheClusterStartFromAnybodys(String door, @Nullable String tenant, boolean any) {
        var requester =
                tenant == null ? Map.of("source", door) : Map.of("source", door, "tenant", tenant);
        var start = Start.of(request(Map.of("requester", requester)));
        assertThat(start.anyTenant()).isEqualTo(any);
        assertThat(start.sees("g2")).isEqualTo(any);
    }

    @Test
    void takesARequestWithoutRequesterForTheClusters() {
        assertThat(Start.of(request(Map.of())).anyTenant()).isTrue();
    }

    private static GenerationRequest request(Map<String, Object> more) {
        var spec = new java.util.HashMap<String, Object>(more);
        spec.put("action", "Reroll");
        spec.put("source", Map.of("requestID", SOURCE.toString(), "imageIndex", 1));
        var request =
                Json.mapper()
                        .convertValue(
                                Map.of(
                                        "metadata",
                                        Map.of("uid", UUID.randomUUID().toString()),
                                        "spec",
                                        spec),
                                GenerationRequest.class);
        assertThat(Start.of(request).source()).isEqualTo(SOURCE);
        assertThat(Start.of(request).imageIndex()).isEqualTo(1);
        return request;
    }

    private static Found thread(Action action, boolean reset, boolean underway) {
        return SourceRules.judge(
                new Start(UUID.randomUUID(), action, null, null, "t1", "g1", false),
                new Seen.EmptyThread(reset, underway));
    }

    private static Start from(@Nullable Integer image) {
        return new Start(UUID.randomUUID(), Action.VARY, SOURCE, image, "t1", "g1", false);
    }

    private static Seen seen(String status, @Nullable Stored stored) {
        var reason = status.equals("failed") ? "RendererError" : null;
        return new Seen.Request(SOURCE, "g1", status, false, false, reason, stored);
    }

    private static String missing(Found found) {
        assertThat(found).isInstanceOf(Found.Missing.class);
        return ((Found.Missing) found).why();
    }
}
