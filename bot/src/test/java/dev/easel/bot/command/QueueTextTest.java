package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.QueueOverview;
import dev.easel.protocol.client.QueueOverview.Pool;
import dev.easel.protocol.client.QueueOverview.Running;
import dev.easel.protocol.client.QueueOverview.Waiting;
import dev.easel.protocol.client.RequestProgress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueTextTest {
    private static final QueueText MINE = new QueueText("1", "20", Texts.JAPANESE);

    @Test
    void saysWhereOneStandsAndWhatPutOthersAhead() {
        var place =
                new RequestProgress.Queue(
                        4, 5, 70, "in English", Map.of("less_use", 2, "earlier", 1), 90);
        var text = MINE.of(overview(List.of(), List.of(waiting("1", "20", place)), 1, 5));

        assertThat(text)
                .contains("5 件中 4 番目 · あと約 1 分 10 秒 · <#30>")
                .contains("割り当てに対する最近の使用量があなたより少ない人の依頼 2 件", "先に受け付けた依頼 1 件")
                .contains("あなたの最近の使用量は 1 分 30 秒", "順番の決め方")
                .doesNotContain("in English");
    }

    @Test
    void namesThePeopleOfTheServerAndCountsAllOthers() {
        var next = new RequestProgress.Queue(1, 3, null, "next");
        var text =
                MINE.of(
                        overview(
                                List.of(running("1", "21"), running("2", "99")),
                                List.of(waiting("1", "22", next), waiting("2", "98", next)),
                                2,
                                3));

        assertThat(text)
                .contains("<@21> 40 %", "<@22> 3 件中 1 番目", "依頼が 1 件", "依頼が 2 件")
                .doesNotContain("99", "98", "<#30>")
                .contains("待っている依頼も、生成中の依頼もありません");
    }

    @Test
    void saysThatAPoolIsPausedAndThatThereIsNone() {
        var paused = new Pool("gpu_*", "Stopped", 1, 0, 0);
        assertThat(MINE.of(new QueueOverview(List.of(paused), List.of(), List.of())))
                .contains("gpu\\_\\*", "一時停止")
                .doesNotContain("順番の決め方");
        assertThat(MINE.of(new QueueOverview(List.of(), List.of(), List.of())))
                .contains("用意されていません");
    }

    private static QueueOverview overview(
            List<Running> running, List<Waiting> waiting, int taken, int length) {
        var pool = new Pool("default", "Active", 2, taken, length);
        return new QueueOverview(List.of(pool), running, waiting);
    }

    private static Running running(String guild, String user) {
        return new Running(UUID.randomUUID(), "default", guild, user, "30", 40, null);
    }

    private static Waiting waiting(String guild, String user, RequestProgress.Queue place) {
        return new Waiting(UUID.randomUUID(), "default", guild, user, "30", place);
    }
}
