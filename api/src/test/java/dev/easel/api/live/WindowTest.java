package dev.easel.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    private final Window window = new Window(3);

    @Test
    void givesTheLatestStateOfEachRequestAndNoneInBetween() throws InterruptedException {
        var start = window.now();
        window.changed(List.of(change(1, A), change(2, B)));
        window.changed(List.of(change(3, A)));
        var batch = window.await(start.version(), Duration.ZERO);
        assertThat(numbers(batch)).containsExactly(2L, 3L);
        assertThat(batch.number()).isEqualTo(3);
        assertThat(window.await(batch.version(), Duration.ZERO).changes()).isEmpty();
    }

    @Test
    void goesOnAfterAnyNumberThatItReachesBackTo() {
        window.begin(10);
        window.changed(List.of(change(11, A), change(12, B)));
        assertThat(numbers(window.after(10))).containsExactly(11L, 12L);
        assertThat(numbers(window.after(11))).containsExactly(12L);
        assertThat(numbers(window.after(12))).isEmpty();
        assertThat(window.after(12).incomplete()).isFalse();
    }

    @Test
    void saysWhenItDoesNotReachBackSoFarOrNeverGaveTheNumber() {
        window.begin(10);
        window.changed(List.of(change(11, A)));
        assertThat(window.after(9).incomplete()).isTrue();
        assertThat(window.after(12).incomplete()).isTrue();
    }

    @Test
    void forgetsTheOldestAndSaysSoToWhomeverItLacks() throws InterruptedException {
        var start = window.now();
        window.changed(List.of(change(1, A), change(2, B), change(3, C)));
        var all = window.now();
        window.changed(List.of(change(4, new UUID(0, 4))));
        assertThat(window.await(start.version(), Duration.ZERO).incomplete()).isTrue();
        assertThat(window.await(all.version(), Duration.ZERO).incomplete()).isFalse();
        assertThat(window.after(0).incomplete()).isTrue();
        assertThat(numbers(window.after(1))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void tellsOfAMovedPlaceWithoutGoingBack() throws InterruptedException {
        window.changed(List.of(waiting(1, A, 2), change(2, B)));
        var before = window.now();
        window.moved(List.of(waiting(1, A, 1)));
        var batch = window.await(before.version(), Duration.ZERO);
        assertThat(batch.number()).isEqualTo(2);
        assertThat(batch.changes().getFirst().progress())
                .extracting(p -> p.queue())
                .returns(1, RequestProgress.Queue::position);
    }

    /** Who is slow to wake must not miss the number of a change whose place moved after it. */
    @Test
    void keepsTheNumberOfAChangeWhosePlaceMovesAtOnce() throws InterruptedException {
        var before = window.now();
        window.changed(List.of(waiting(1, A, 2)));
        window.moved(List.of(waiting(1, A, 1)));
        var batch = window.await(before.version(), Duration.ZERO);
        assertThat(numbers(batch)).containsExactly(1L);
        assertThat(batch.number()).isEqualTo(1);
    }

    @Test
    void tellsWhoeverGoesOnOfAllThatWaitSinceTheirPlacesMayHaveMoved() {
        window.changed(List.of(waiting(1, A, 2), change(2, B)));
        var batch = window.after(2);
        assertThat(batch.changes()).extracting(Change::request).containsExactly(A);
        assertThat(batch.number()).isEqualTo(2);
    }

    /** A place is read with the number of a change that the window does not have all before yet. */
    @Test
    void givesNoNumberBeforeAllThatAreLess() {
        window.changed(List.of(change(1, A)));
        window.moved(List.of(waiting(9, B, 1)));
        assertThat(window.now().number()).isEqualTo(1);
        assertThat(window.after(1).number()).isEqualTo(1);
        window.changed(List.of(change(8, C), waiting(9, B, 1)));
        assertThat(numbers(window.after(1))).containsExactly(8L, 9L);
        assertThat(window.after(1).number()).isEqualTo(9);
    }

    @Test
    void keepsTheLaterStateWhenAnEarlierOneComesAfterIt() throws InterruptedException {
        window.changed(List.of(change(2, A)));
        var before = window.now();
        window.moved(List.of(waiting(1, A, 1)));
        assertThat(window.await(before.version(), Duration.ZERO).changes()).isEmpty();
    }

    private static List<Long> numbers(Window.Batch batch) {
        return batch.changes().stream().map(Change::number).toList();
    }

    static Change change(long number, UUID request) {
        return Change.of(
                number,
                request,
                "g1",
                "default",
                new RequestProgress(
                        request, RequestStatus.PROCESSING, null, 0, null, null, null, null));
    }

    private static Change waiting(long number, UUID request, int position) {
        return Change.of(
                number,
                request,
                "g1",
                "default",
                new RequestProgress(
                        request,
                        RequestStatus.PENDING,
                        null,
                        0,
                        null,
                        new RequestProgress.Queue(position, 2, null, "why"),
                        null,
                        null));
    }
}
