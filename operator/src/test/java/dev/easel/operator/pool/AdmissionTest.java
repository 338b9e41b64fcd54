package dev.easel.operator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationPoolSpec.Backend;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Usage;
import dev.easel.crds.v1alpha1.Memory;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.operator.pool.Admission.Candidate;
import dev.easel.operator.pool.Admission.Decision;
import dev.easel.operator.pool.Admission.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private PoolState state = PoolState.ACTIVE;
    private List<String> backends = List.of("gpu-0");
    private GenerationPoolStatus status = GenerationPoolStatus.EMPTY;
    private final Set<String> freed = new HashSet<>();
    private final Map<String, Requester> askers = new HashMap<>();
    private boolean imagePullFailed;
    private final List<Candidate> waiting = new ArrayList<>();
    private Set<String> down = Set.of();
    private long generation = 1;
    private long tokenFloor;
    private GenerationPoolSpec.@Nullable FairShare fairShare;

    private Decision decide() {
        var spec =
                new GenerationPoolSpec(
                        state,
                        backends.stream()
                                .map(n -> new Backend(n, "http://a", "http://o", null))
                                .toList(),
                        Memory.SHARED,
                        new GenerationPoolSpec.Generator(
                                "image", null, Map.of(), List.of(), null, null),
                        fairShare,
                        null);
        return Admission.decide(
                new Sight(
                        generation,
                        spec,
                        status,
                        freed,
                        askers,
                        imagePullFailed,
                        waiting,
                        down,
                        tokenFloor),
                NOW);
    }

    private static Requester asker(String tenant, String user) {
        return new Requester(null, tenant, user, null);
    }

    private static Candidate candidate(String uid, String requester, Duration age) {
        return new Candidate(uid, uid, 1, 0, requester, NOW.minus(age), Instant.MIN);
    }

    private static Candidate candidate(String uid, int priority, Duration age) {
        return new Candidate(uid, uid, 1, priority, "/", NOW.minus(age), Instant.MIN);
    }

    private static Candidate candidate(String uid) {
        return candidate(uid, 0, Duration.ofMinutes(1));
    }

    private static Slot held(String name, String uid, long token) {
        return new Slot(name, uid, uid, 1, token, NOW.minusSeconds(9).toString());
    }

    private static GenerationPoolStatus holding(long lastToken, Slot... slots) {
        return new GenerationPoolStatus(1L, List.of(slots), lastToken, List.of(), List.of());
    }

    private static Stream<String> holders(Decision decision) {
        return decision.status().slots().stream().map(s -> s.name() + "=" + s.requestUID());
    }

    private static String says(Decision decision, String type) {
        return decision.status().conditions().stream()
                .filter(c -> c.type().equals(type))
                .map(c -> c.status() + "/" + c.reason())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givesAFreeSlotWithTheNextToken() {
        status = holding(41, new Slot("gpu-0", null, null, null, null, null));
        waiting.add(candidate("a"));

        var decision = decide();

        assertThat(decision.grants()).hasSize(1);
        assertThat(decision.grants().getFirst().token()).isEqualTo(42);
        assertThat(decision.status().lastToken()).isEqualTo(42);
        assertThat(holders(decision)).containsExactly("gpu-0=a");
    }

    @Test
    void startsAboveEveryTokenThatAPoolOfItsNameHasGiven() {
        tokenFloor = 41;
        assertThat(decide().status().lastToken()).isEqualTo(41);

        waiting.add(candidate("a"));
        assertThat(decide().grants().getFirst().token()).isEqualTo(42);
        assertThat(decide().status().lastToken()).isEqualTo(42);
    }

    @Test
    void neverGivesAHeldSlot() {
        status = holding(1, held("gpu-0", "b", 1));
        waiting.add(candidate("a"));

        assertThat(decide().grants()).isEmpty();
        assertThat(decide().status().lastToken()).isEqualTo(1);
    }

    @Test
    void freesAndGivesAwayInOneWrite() {
        status = holding(1, held("gpu-0", "b", 1));
        freed.add("gpu-0");
        waiting.add(candidate("a"));

        assertThat(holders(decide())).containsExactly("gpu-0=a");
    }

    @Test
    void givesNobodyASecondSlot() {
        backends = List.of("gpu-0", "gpu-1");
        status = holding(1, held("gpu-0", "a", 1));
        waiting.add(candidate("a"));

        assertThat(decide().grants()).isEmpty();
    }

    @Test
    void servesByPriorityAndThenByAge() {
        backends = List.of("gpu-0", "gpu-1", "gpu-2");
        waiting.add(candidate("young", 0, Duration.ofSeconds(10)));
        waiting.add(candidate("old", 0, Duration.ofSeconds(20)));
        waiting.add(candidate("urgent", 5, Duration.ofSeconds(1)));

        assertThat(holders(decide())).containsExactly("gpu-0=urgent", "gpu-1=old", "gpu-2=young");
    }

    @Test
    void chargesWhoHeldAFreedSlotBeforeItGivesItAway() {
        status = holding(1, held("gpu-0", "before", 1));
        waiting.add(candidate("heavy", "t/heavy", Duration.ofMinutes(2)));
        waiting.add(candidate("light", "t/light", Duration.ofMinutes(1)));
        askers.put("gpu-0", asker("t", "heavy"));
        assertThat(decide().status().usage()).as("still held").isEmpty();

        freed.add("gpu-0");
        assertThat(holders(decide())).containsExactly("gpu-0=light");
        assertThat(decide().status().usage())
                .containsExactly(new Usage("t", "heavy", "9", NOW.toString()));
    }

    @Test
    void countsWhatARunningRequestHasUsedUpToNow() {
        backends = List.of("gpu-0", "gpu-1");
        status = holding(1, held("gpu-0", "running", 1));
        waiting.add(candidate("heavy", "t/heavy", Duration.ofMinutes(2)));
        waiting.add(candidate("light", "t/light", Duration.ofMinutes(1)));
        assertThat(holders(decide()))
                .as("nobody knows")
                .containsExactly("gpu-0=running", "gpu-1=heavy");

        askers.put("gpu-0", asker("t", "heavy"));
        assertThat(holders(decide())).containsExactly("gpu-0=running", "gpu-1=light");
        assertThat(decide().status().usage()).as("charged at the release").isEmpty();
    }

    @Test
    void dividesUseByTheWeightOfTheTenant() {
        status =
                new GenerationPoolStatus(
                        1L,
                        List.of(),
                        null,
                        List.of(
                                new Usage("big", "a", "100", NOW.toString()),
                                new Usage("small", "b", "60", NOW.toString())),
                        List.of());
        waiting.add(candidate("of-big", "big/a", Duration.ofMinutes(1)));
        waiting.add(candidate("of-small", "small/b", Duration.ofMinutes(2)));
        assertThat(holders(decide())).containsExactly("gpu-0=of-small");

        fairShare = new GenerationPoolSpec.FairShare(3600, Map.of("big", "2.0"));
        assertThat(holders(decide())).containsExactly("gpu-0=of-big");
    }

    @Test
    void chargesAReleaseThatIsSeenTwiceOnce() {
        status = holding(1, held("gpu-0", "a", 1));
        askers.put("gpu-0", asker("t", "u"));
        freed.add("gpu-0");
        var first = decide();
        status = first.status();

        assertThat(first.status().usage()).hasSize(1);
        assertThat(decide().status()).isEqualTo(first.status());
    }

    @Test
    void chargesNobodyWhereNobodyKnowsWhoAsked() {
        status = holding(1, held("gpu-0", "a", 1));
        freed.add("gpu-0");

        assertThat(holders(decide())).containsExactly("gpu-0=null");
        assertThat(decide().status().usage()).isEmpty();
    }

    @Test
    void letsABackingOffRequestWaitAndLooksAgainInTime() {
        waiting.add(new Candidate("a", "a", 2, 0, "/", NOW.minusSeconds(9), NOW.plusSeconds(3)));

        assertThat(decide().grants()).isEmpty();
        assertThat(decide().lookAgainAt()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void startsNothingInADrainingOrStoppedPool() {
        waiting.add(candidate("a"));
        state = PoolState.DRAINING;
        assertThat(decide().grants()).isEmpty();
        assertThat(says(decide(), Condition.READY)).isEqualTo("FALSE/PoolDraining");

        state = PoolState.STOPPED;
        assertThat(decide().grants()).isEmpty();
        assertThat(says(decide(), Condition.READY)).isEqualTo("FALSE/PoolStopped");
    }

    @Test
    void leavesOutABackEndThatIsDown() {
        backends = List.of("gpu-0", "gpu-1");
        down = Set.of("gpu-0");
        waiting.add(candidate("a"));
        waiting.add(candidate("b"));

        assertThat(holders(decide())).containsExactly("gpu-0=null", "gpu-1=a");
        assertThat(says(decide(), Condition.BACKEND_AVAILABLE)).isEqualTo("TRUE/Available");
    }

    @Test
    void saysSoWhenNoBackEndAnswers() {
        down = Set.of("gpu-0");
        waiting.add(candidate("a"));

        assertThat(decide().grants()).isEmpty();
        assertThat(says(decide(), Condition.BACKEND_AVAILABLE))
                .isEqualTo("FALSE/BackendUnavailable");
    }

    @Test
    void keepsTheSlotOfARemovedBackEndUntilItIsFree() {
        backends = List.of("gpu-1");
        status = holding(1, held("gpu-0", "a", 1));
        waiting.add(candidate("b"));
        assertThat(holders(decide())).containsExactly("gpu-1=b", "gpu-0=a");

        freed.add("gpu-0");
        assertThat(holders(decide())).containsExactly("gpu-1=b");
    }

    @Test
    void pausesAfterAMissingImageUntilThePoolChangesOrTimePasses() {
        waiting.add(candidate("a"));
        imagePullFailed = true;
        var paused = decide();
        assertThat(paused.grants()).isEmpty();
        assertThat(says(paused, Condition.READY)).isEqualTo("FALSE/ImagePullFailed");
        assertThat(paused.lookAgainAt()).isEqualTo(NOW.plus(Admission.IMAGE_PAUSE));

        imagePullFailed = false;
        status = paused.status();
        assertThat(decide().grants()).as("still paused").isEmpty();
        generation = 2;
        assertThat(decide().grants()).as("the pool was changed").hasSize(1);
    }

    @Test
    void changesNothingTwice() {
        waiting.add(candidate("a"));
        var first = decide();
        status = first.status();

        assertThat(decide().status()).isEqualTo(first.status());
        assertThat(decide().grants()).isEmpty();
    }
}
