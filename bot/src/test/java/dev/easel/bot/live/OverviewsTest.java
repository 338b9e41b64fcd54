package dev.easel.bot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.bot.Samples;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestPage;
import dev.easel.protocol.client.RequestStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewsTest {
    private static final String FIRST =
            "/api/v1/requests?guild_id=1&user_id=2&text=%E6%B5%B7+a&limit=100";

    @TempDir private Path directory;

    private TestingLists lists;
    private Overviews overviews;

    @BeforeEach
    void open() throws IOException {
        lists = new TestingLists(directory);
        overviews = new Overviews(lists.api);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    @Test
    void readsOnUntilItHasAsManyAsAreWanted() throws IOException {
        lists.put(FIRST, page(0, 100, "c/1"));
        lists.put(FIRST + "&cursor=c%2F1", page(100, 100, "c/2"));

        var past = overviews.requests(new Overviews.Wanted("1", "2", null, "海 a"), 150);

        assertThat(past.requests()).hasSize(200);
        assertThat(past.requests().getLast().originalInstruction()).isEqualTo("r199");
        assertThat(past.more()).isTrue();
    }

    @Test
    void endsWhereTheRequestsEnd() throws IOException {
        lists.put("/api/v1/requests?guild_id=1&thread_id=3&limit=9", page(0, 4, null));

        var past = overviews.requests(new Overviews.Wanted("1", null, "3", ""), 9);

        assertThat(past.requests()).hasSize(4);
        assertThat(past.more()).isFalse();
    }

    @Test
    void saysThatApiIsAway() {
        assertThatThrownBy(() -> overviews.queue("1")).isInstanceOf(Api.ApiUnavailable.class);
    }

    private static String page(int from, int count, @Nullable String next) throws IOException {
        var requests =
                IntStream.range(from, from + count)
                        .mapToObj(i ->
                                Samples.summary(i, "r" + i, RequestStatus.COMPLETED, "Completed"))
                        .toList();
        return Json.mapper().writeValueAsString(new RequestPage(requests, next));
    }
}
