package dev.easel.sandbox.cli;

import dev.easel.protocol.client.RequestProgress;
import java.util.Locale;

/** One line that says where a request stands. */
final class ProgressLine {
    private static final int BAR_CHARS = 30;

    private ProgressLine() {}

    static String of(RequestProgress progress) {
        var queue = progress.queue();
        if (queue != null) {
            var eta = queue.etaSeconds() == null ? "" : ", about " + queue.etaSeconds() + " s";
            return "waiting: %d of %d in the queue%s (%s)"
                    .formatted(queue.position(), queue.length(), eta, queue.explanation());
        }
        return switch (progress.status()) {
            case PENDING -> "waiting to be placed in the queue";
            case PROCESSING -> bar(progress.percent()) + doing(progress);
            case COMPLETED -> bar(100) + " done";
            case FAILED -> "failed: " + progress.reason() + ": " + progress.message();
        };
    }

    private static String bar(int percent) {
        int filled = Math.clamp(percent, 0, 100) * BAR_CHARS / 100;
        return "[%s%s] %3d %%"
                .formatted("#".repeat(filled), ".".repeat(BAR_CHARS - filled), percent);
    }

    private static String doing(RequestProgress progress) {
        var phase = progress.phase();
        if (phase == null) {
            return " starting";
        }
        var eta = progress.etaSeconds() == null ? "" : ", about " + progress.etaSeconds() + " s";
        return " " + phase.name().toLowerCase(Locale.ROOT).replace('_', ' ') + eta;
    }
}
