package dev.easel.generator.render;

import static dev.easel.generator.render.TestingPeer.derivation;
import static dev.easel.generator.render.TestingPeer.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.Connections;
import dev.easel.protocol.Derivation.Method;
import dev.easel.protocol.Json;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What stands between Easel and a back end, and who else comes by. */
@Execution(ExecutionMode.CONCURRENT)
class RenderGatewayIT {
    private static final String TXT2IMG = "/sdapi/v1/txt2img";
    private static final String EXTRAS = "/sdapi/v1/extra-single-image";
    private static final String INTERRUPT = "/sdapi/v1/interrupt";

    private static final Automatic1111Settings SLOW =
            Automatic1111Settings.forTests().withStepTime(Duration.ofMillis(100));

    @Test
    void rendersOnceMoreAfterAGatewayCutARenderThatGoesOn() throws Exception {
        try (var peer = new TestingPeer(SLOW, true)) {
            peer.gateway().cut(TXT2IMG, 1);

            var rendered = peer.render(settings(peer.catalogue(), null), null);

            assertThat(rendered.pictures()).hasSize(1);
            assertThat(peer.standIn.generations()).isEqualTo(2);
            assertThat(peer.standIn.inFlightMax()).isEqualTo(1);
            assertThat(peer.standIn.violations()).isEmpty();
        }
    }

    @Test
    void costsTwoRendersWhereAGatewayCutsEachOfThem() throws Exception {
        try (var peer = new TestingPeer(SLOW, true)) {
            peer.gateway().cut(TXT2IMG, Integer.MAX_VALUE);

            assertThatThrownBy(() -> peer.render(settings(peer.catalogue(), null), null))
                    .isInstanceOf(AttemptFailed.class)
                    .hasMessageContaining("504");
            assertThat(peer.standIn.generations()).isEqualTo(2);
            assertThat(peer.standIn.inFlightMax()).isEqualTo(1);
            assertThat(peer.standIn.inFlight()).isZero();
        }
    }

    @Test
    void waitsForAnEnlargementThatAGatewayCutAndInterruptsNothing() throws Exception {
        try (var peer = new TestingPeer(SLOW, true)) {
            var source = peer.source();
            peer.gateway().cut(EXTRAS, 1);

            var large =
                    peer.render(
                            settings(peer.catalogue(), derivation(Method.EXTRAS)), source.png());

            assertThat(large.pictures()).hasSize(1);
            assertThat(peer.standIn.inFlightMax()).isEqualTo(1);
            assertThat(peer.standIn.log().entries("POST", INTERRUPT)).isEmpty();
        }
    }

    @Test
    void leavesSomebodyElsesRenderWholeWhenAnEnlargementBehindItIsCancelled() throws Exception {
        try (var peer = new TestingPeer(SLOW, true)) {
            var source = peer.source().png();
            var wanted = settings(peer.catalogue(), derivation(Method.EXTRAS));
            var undisturbed = images(somebodyElse(peer.standIn.url()));
            var foreign = new CompletableFuture<String>();
            peer.gateway()
                    .before(
                            EXTRAS,
                            () -> {
                                Thread.ofVirtual()
                                        .start(() ->
                                                foreign.complete(somebodyElse(peer.standIn.url())));
                                await().until(() -> peer.standIn.inFlight() == 1);
                            });
            var end = new CompletableFuture<Rendered>();
            var worker =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    end.complete(peer.render(wanted, source));
                                } catch (InterruptedException e) {
                                    end.completeExceptionally(e);
                                    Thread.currentThread().interrupt();
                                }
                            });
            await().until(() -> peer.standIn.inFlight() == 2);

            worker.interrupt();

            assertThatThrownBy(end::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(peer.standIn.log().entries("POST", INTERRUPT)).isEmpty();
            assertThat(images(foreign.join())).isEqualTo(undisturbed);
            assertThat(peer.standIn.inFlight()).isZero();
        }
    }

    private static String somebodyElse(URI url) {
        var body = "{\"prompt\":\"x\",\"steps\":10,\"width\":64,\"height\":64,\"seed\":5}";
        try (var http = Connections.to(url).build()) {
            return http.sendAsync(
                            HttpRequest.newBuilder(url.resolve(TXT2IMG))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .join()
                    .body();
        }
    }

    private static String images(String answer) throws Exception {
        return Json.mapper().readTree(answer).path("images").path(0).asText();
    }
}
