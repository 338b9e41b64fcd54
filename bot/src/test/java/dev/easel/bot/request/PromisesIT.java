package dev.easel.bot.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.request.Promises.Promise;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.sandbox.cluster.TestControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromisesIT {
    private static final String NAMESPACE =
            "promises-" + UUID.randomUUID().toString().substring(0, 8);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static KubernetesClient client;

    @BeforeAll
    static void open() {
        client = TestControlPlane.shared().client();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .create();
    }

    @AfterAll
    static void close() {
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    @Test
    void leavesToTheNextProcessWhatWasNotKept() {
        var before = new Promises(client, NAMESPACE, "left");
        var promise = new Promise("token", true, request(7));
        before.make(promise);
        before.make(new Promise("other", false, request(8)));
        before.forget("8");
        var after = new Promises(client, NAMESPACE, "left");
        Awaitility.await().atMost(PATIENCE).until(() -> after.left().size() == 1);

        assertThat(after.left())
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.eventId()).isEqualTo("7");
                    assertThat(left.token()).isEqualTo("token");
                    assertThat(left.privately()).isTrue();
                    assertThat(left.request().getSpec()).isEqualTo(promise.request().getSpec());
                });
    }

    @Test
    void losesNoneOfManyAtOnce() {
        var before = new Promises(client, NAMESPACE, "many");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LongStream.rangeClosed(1, 60)
                    .forEach(i ->
                            threads.execute(
                                    () -> before.make(new Promise("t", false, request(i)))));
        }
        var after = new Promises(client, NAMESPACE, "many");

        Awaitility.await().atMost(PATIENCE).until(() -> after.left().size() == 60);
        LongStream.rangeClosed(1, 60).forEach(i -> before.forget(Long.toString(i)));
        Awaitility.await().atMost(PATIENCE).until(() -> after.left().isEmpty());
    }

    @Test
    void takesItsOwnForNothingThatIsLeft() {
        var promises = new Promises(client, NAMESPACE, "own");
        promises.make(new Promise("token", false, request(9)));

        assertThat(promises.left()).isEmpty();
    }

    @Test
    void goesOnWithoutTheRightsOfItsVersion() {
        var config =
                new ConfigBuilder(client.getConfiguration())
                        .withImpersonateUsername("nobody-at-all")
                        .build();
        try (var stranger = new KubernetesClientBuilder().withConfig(config).build()) {
            var promises = new Promises(stranger, NAMESPACE, "forbidden");
            promises.make(new Promise("token", false, request(11)));

            assertThat(promises.left()).isEmpty();
        }
        assertThat(client.configMaps().inNamespace(NAMESPACE).withName("forbidden").get()).isNull();
    }

    @Test
    void waitsForASilentApiServerNoLongerThanAnAcknowledgementAllows() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var unanswered =
                        new KubernetesClientBuilder()
                                .withConfig(
                                        new ConfigBuilder()
                                                .withMasterUrl(
                                                        "http://127.0.0.1:" + silent.getLocalPort())
                                                .build())
                                .build()) {
            var started = System.nanoTime();
            new Promises(unanswered, NAMESPACE, "silent")
                    .make(new Promise("token", false, request(10)));

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    private static GenerationRequest request(long eventId) {
        var origin = new NewRequest.Origin(Long.toString(eventId), "1", "2", "ja", "3", null);
        var checked =
                Instruction.check(
                        "灯台", new Instruction.Typed(2L, 42L, "sdxl", "横長"), Texts.of("ja"));
        return NewRequest.generate(
                NAMESPACE,
                "default",
                origin,
                ((Instruction.Checked.Good) checked).instruction(),
                true);
    }
}
