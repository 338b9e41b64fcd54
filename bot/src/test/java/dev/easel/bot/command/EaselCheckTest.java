package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.BackendReport;
import dev.easel.protocol.client.BackendReport.Backend;
import dev.easel.protocol.client.BackendReport.LanguageModel;
import dev.easel.protocol.client.BackendReport.Renderer;
import dev.easel.protocol.client.QueueOverview;
import dev.easel.protocol.client.QueueOverview.Pool;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EaselCheckTest {
    private static final Renderer GOOD = new Renderer(true, null, 3, 19, 7, 12);

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(check("Active", GOOD, new LanguageModel(true, null, "m:20b", true, 5)))
                .isEqualTo(
                        """
                        ✅ Easel’s API answers
                        ✅ **default**: 0 of 1 drawing, 2 waiting
                        ✅ AUTOMATIC1111 `gpu-0` · 3 models, 7 LoRAs, 19 samplers, 12 ms
                        ✅ Ollama `gpu-0` · `m:20b` · 5 ms\
                        """);
    }

    @Test
    void tellsBothBackEndsTimesInTheReadersLanguage() {
        var model = new LanguageModel(true, null, "m:20b", true, 5);
        var report = new BackendReport(List.of(new Backend("default", "gpu-0", GOOD, model)));

        assertThat(EaselCheck.of(Optional.empty(), Optional.of(report), "default", Texts.JAPANESE))
                .extracting(Finding::line)
                .filteredOn(line -> line.contains("gpu-0"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("応答", "ミリ秒"));
    }

    @Test
    void saysWhatToDoAboutEachThingThatIsAmiss() {
        var away = new Renderer(false, "RendererUnavailable", 0, 0, 0, 0);
        var missing = new LanguageModel(true, null, "m:20b", false, 5);

        assertThat(check("Stopped", away, missing))
                .contains(
                        "⚠️ **default**", "paused by an administrator", "-# → Requests wait until")
                .contains("❌ AUTOMATIC1111 `gpu-0` · The pictures could not be drawn", "--api")
                .contains("❌ Ollama `gpu-0` · the language model `m:20b`", "`ollama pull m:20b`");
        assertThat(check("Active", new Renderer(true, null, 0, 1, 0, 1), missing))
                .contains("put a checkpoint into");
    }

    @Test
    void worksWhileApiOrAPartOfItIsAway() {
        assertThat(text(Optional.empty(), Optional.empty())).contains("❌ Easel’s API does not");
        assertThat(text(Optional.of(queue("Active")), Optional.empty()))
                .contains("⚠️ The back ends could not be asked");
        assertThat(text(Optional.empty(), Optional.of(new BackendReport(List.of()))))
                .contains("⚠️ The queue could not be read");
    }

    @Test
    void namesThePoolThatIsNotThere() {
        var none = new QueueOverview(List.of(), List.of(), List.of());

        assertThat(text(Optional.of(none), Optional.empty())).contains("`default`", "EASEL_POOL");
    }

    private static String check(String state, Renderer renderer, LanguageModel model) {
        var backend = new Backend("default", "gpu-0", renderer, model);
        return text(Optional.of(queue(state)), Optional.of(new BackendReport(List.of(backend))));
    }

    private static QueueOverview queue(String state) {
        return new QueueOverview(
                List.of(new Pool("default", state, 1, 0, 2)), List.of(), List.of());
    }

    private static String text(Optional<QueueOverview> queue, Optional<BackendReport> backends) {
        return EaselCheck.of(queue, backends, "default", Texts.ENGLISH).stream()
                .map(Finding::line)
                .collect(Collectors.joining("\n"));
    }
}
