package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.cli.DiscordCommand;
import dev.easel.sandbox.cli.DiscordUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in's command line against the real bot: what a person does in a first try. */
class BotCommandLineIT {
    @TempDir private Path directory;

    @Test
    void repliesWritesPressesAndFillsTheFormInTheLatestThread() throws Exception {
        try (var world = new TestingBot();
                var user = new DiscordUser(URI.create(world.discord.controlUrl()), "ja")) {
            world.start();
            assertThatThrownBy(() -> run(user, "reply", "x")).hasMessageContaining("no thread yet");
            var first = world.awaitRequest(world.generate("ja", "海辺の灯台"));
            world.succeed(first, 2);
            world.awaitDelivered(first, Reason.POSTED);

            var refined = drawn(world, user, "reply", "もっと明るく");
            var pressed = drawn(world, user, "click", "拡大 2");
            var filled = drawn(world, user, "refine", "笑顔に");
            var written = drawn(world, user, "say", "横長に");

            assertThat(refined.getSpec().action()).isEqualTo(Action.REFINE);
            assertThat(requireNonNull(refined.getSpec().source()).requestID())
                    .isEqualTo(first.getMetadata().getUid());
            assertThat(pressed.getSpec().action()).isEqualTo(Action.UPSCALE);
            assertThat(requireNonNull(pressed.getSpec().source()).imageIndex()).isEqualTo(1);
            assertThat(filled.getSpec().instruction()).isEqualTo("笑顔に");
            assertThat(written.getSpec().instruction()).isEqualTo("横長に");
            assertThat(run(user, "/settings", "show")).contains("次の画像に使われる設定");
        }
    }

    /** Runs the words while the new request is drawn; its pictures land in the directory. */
    private GenerationRequest drawn(TestingBot world, DiscordUser user, String... words) {
        int before = world.requests().size();
        var said = CompletableFuture.supplyAsync(() -> run(user, words));
        Awaitility.await().atMost(PATIENCE).until(() -> world.requests().size() == before + 1);
        var request =
                world.requests().stream()
                        .max(
                                java.util.Comparator.comparing(r ->
                                        Long.parseLong(r.getMetadata().getName().substring(2))))
                        .orElseThrow();
        world.succeed(request, 2);
        assertThat(said.join()).contains("画像ができあがりました", ".png");
        return request;
    }

    private String run(DiscordUser user, String... words) {
        var text = new ByteArrayOutputStream();
        try (var out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            new DiscordCommand(user, out).run(List.of(words), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
