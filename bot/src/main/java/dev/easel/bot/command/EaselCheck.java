package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.BackendReport;
import dev.easel.protocol.client.BackendReport.Backend;
import dev.easel.protocol.client.QueueOverview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How Easel's own parts do, as api tells it; each answer is absent where api gave none. */
final class EaselCheck {
    private EaselCheck() {}

    static List<Finding> of(
            Optional<QueueOverview> queue,
            Optional<BackendReport> backends,
            String pool,
            Texts texts) {
        if (queue.isEmpty() && backends.isEmpty()) {
            return List.of(
                    Finding.bad(texts.get(Key.DOCTOR_API_AWAY), texts.get(Key.DOCTOR_API_DO)));
        }
        var findings = new ArrayList<Finding>();
        findings.add(Finding.good(texts.get(Key.DOCTOR_API)));
        findings.add(queue(queue, pool, texts));
        backends.ifPresentOrElse(
                report -> backends(report, findings, texts),
                () ->
                        findings.add(
                                Finding.weak(
                                        texts.get(Key.DOCTOR_BACKENDS_UNKNOWN),
                                        texts.get(Key.DOCTOR_AGAIN))));
        return findings;
    }

    private static Finding queue(Optional<QueueOverview> queue, String pool, Texts texts) {
        if (queue.isEmpty()) {
            return Finding.weak(texts.get(Key.DOCTOR_QUEUE_UNKNOWN), texts.get(Key.DOCTOR_AGAIN));
        }
        var found = queue.get().pools().stream().filter(p -> p.name().equals(pool)).findFirst();
        if (found.isEmpty()) {
            return Finding.bad(
                    texts.get(Key.DOCTOR_NO_POOL, UserText.code(pool)),
                    texts.get(Key.DOCTOR_NO_POOL_DO));
        }
        var state = found.get();
        var text =
                texts.get(
                        Key.QUEUE_POOL,
                        UserText.escape(state.name()),
                        state.running(),
                        state.slots(),
                        state.length());
        if (state.slots() == 0) {
            return Finding.bad(text, texts.get(Key.DOCTOR_NO_SLOT_DO));
        }
        return QueueText.pause(state)
                .map(k -> Finding.weak(text + " · " + texts.get(k), texts.get(Key.DOCTOR_POOL_DO)))
                .orElseGet(() -> Finding.good(text));
    }

    private static void backends(BackendReport report, List<Finding> findings, Texts texts) {
        for (var backend : report.backends()) {
            findings.add(renderer(backend, texts));
            findings.add(languageModel(backend, texts));
        }
    }

    private static Finding renderer(Backend backend, Texts texts) {
        var renderer = backend.renderer();
        var name = "AUTOMATIC1111 " + UserText.code(backend.name());
        if (!renderer.reachable()) {
            return Finding.bad(
                    name + " · " + problem(renderer.problem(), Key.DOCTOR_RENDERER_AWAY, texts),
                    texts.get(Key.DOCTOR_RENDERER_DO));
        }
        var counts =
                name
                        + " · "
                        + texts.get(
                                Key.DOCTOR_COUNTS,
                                renderer.models(),
                                renderer.loras(),
                                renderer.samplers(),
                                renderer.millis());
        return renderer.models() == 0
                ? Finding.bad(counts, texts.get(Key.DOCTOR_NO_MODEL_DO))
                : Finding.good(counts);
    }

    private static Finding languageModel(Backend backend, Texts texts) {
        var model = backend.languageModel();
        var name = "Ollama " + UserText.code(backend.name());
        if (!model.reachable()) {
            return Finding.bad(
                    name + " · " + problem(model.problem(), Key.DOCTOR_OLLAMA_AWAY, texts),
                    texts.get(Key.DOCTOR_OLLAMA_DO));
        }
        var shown = UserText.code(UserText.cut(model.model(), 100));
        return model.installed()
                ? Finding.good(name + " · " + texts.get(Key.DOCTOR_ANSWERS, shown, model.millis()))
                : Finding.bad(
                        name + " · " + texts.get(Key.DOCTOR_NOT_INSTALLED, shown),
                        texts.get(
                                Key.DOCTOR_NOT_INSTALLED_DO,
                                UserText.code("ollama pull " + model.model())));
    }

    private static String problem(@Nullable String reason, Key otherwise, Texts texts) {
        return texts.sentence(reason).orElseGet(() -> texts.get(otherwise));
    }
}
