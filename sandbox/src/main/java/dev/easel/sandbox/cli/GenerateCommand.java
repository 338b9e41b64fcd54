package dev.easel.sandbox.cli;

import dev.easel.protocol.Refinement;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code easel generate "SENTENCE"} and what can follow it, such as {@code easel refine}: asks,
 * shows the place in the queue and the progress, and writes the pictures.
 */
public final class GenerateCommand {
    private static final int LOST_STREAMS_MAX = 60;

    private final ApiClient api;
    private final PrintStream out;
    private final boolean terminal;

    /**
     * @param terminal whether the line may be rewritten in place
     */
    public GenerateCommand(ApiClient api, PrintStream out, boolean terminal) {
        this.api = api;
        this.out = out;
        this.terminal = terminal;
    }

    /** Answers the files that were written; empty if the request failed. */
    public List<Path> run(GenerateOptions options) throws IOException, InterruptedException {
        var input = options.input(source(options));
        var accepted = api.generate(input, UUID.randomUUID().toString());
        out.println("request " + accepted.requestId());
        var detail = await(accepted.requestId());
        if (detail.status() == RequestStatus.FAILED) {
            out.println("failed: " + detail.reason() + ": " + detail.errorMessage());
            return List.of();
        }
        var files = write(detail, options.directory());
        describe(detail, files);
        return files;
    }

    /** Where an action needs one earlier request and none was named, the latest is meant. */
    private @Nullable UUID source(GenerateOptions options)
            throws IOException, InterruptedException {
        return options.needsSource() && options.from() == null
                ? api.latest(GenerateOptions.THREAD)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "there is no picture yet: easel generate \"a red fox\""))
                : options.from();
    }

    /** Events can break off when api restarts; the request goes on, and so does the following. */
    private RequestDetail await(UUID request) throws IOException, InterruptedException {
        var shown = new AtomicReference<>("");
        for (int lost = 0; ; lost++) {
            try {
                api.follow(request, progress -> show(progress, shown));
                var detail = api.detail(request);
                if (ended(detail)) {
                    finishLine();
                    return detail;
                }
            } catch (ApiClient.Refused e) {
                if (e.status() / 100 == 4) {
                    throw e;
                }
                lose(lost, e);
            } catch (IOException e) {
                lose(lost, e);
            }
            Thread.sleep(1000);
        }
    }

    private static void lose(int lost, IOException e) throws IOException {
        if (lost >= LOST_STREAMS_MAX) {
            throw e;
        }
    }

    private static boolean ended(RequestDetail detail) {
        return detail.status() == RequestStatus.COMPLETED
                || detail.status() == RequestStatus.FAILED;
    }

    private void show(RequestProgress progress, AtomicReference<String> shown) {
        var line = ProgressLine.of(progress);
        if (!line.equals(shown.getAndSet(line))) {
            out.print(terminal ? "\r\u001b[K" + line : line + "\n");
            out.flush();
        }
    }

    private void finishLine() {
        if (terminal) {
            out.println();
        }
    }

    private List<Path> write(RequestDetail detail, Path directory)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var files = new ArrayList<Path>();
        for (var image : detail.images()) {
            var name = detail.requestId().toString().substring(0, 8) + "-" + files.size() + ".png";
            files.add(Files.write(directory.resolve(name), api.image(image.filePath())));
        }
        return files;
    }

    private void describe(RequestDetail detail, List<Path> files) {
        var made = detail.metadata();
        if (made != null) {
            out.println("prompt: " + made.prompt());
            out.println("negative prompt: " + made.negativePrompt());
            out.printf(
                    "%s, %d steps, CFG %s, %s %s, seed %d, %dx%d%n",
                    made.modelName(),
                    made.steps(),
                    made.cfgScale(),
                    made.sampler(),
                    made.scheduler() == null ? "" : made.scheduler(),
                    made.seed(),
                    made.width(),
                    made.height());
            describe(made);
        }
        detail.notices().forEach(notice -> out.println("note: " + notice));
        files.forEach(file -> out.println(file));
    }

    private void describe(RequestDetail.Metadata made) {
        if (made.refinement() != null) {
            made.refinement().changed().forEach(change -> out.println("changed " + words(change)));
            var kept = made.refinement().kept().stream().map(Refinement.Kept::field).toList();
            out.println("kept: " + String.join(", ", kept));
        }
        var research = made.research();
        if (research != null && research.summary() != null) {
            out.println("research: " + research.summary());
            research.sources().forEach(each -> out.println("  " + each.title() + " " + each.url()));
        }
    }

    private static String words(Refinement.Change change) {
        if (change.before() == null) {
            return change.field() + ": added " + change.after();
        }
        return change.after() == null
                ? change.field() + ": removed " + change.before()
                : change.field() + ": " + change.before() + " → " + change.after();
    }
}
