package dev.easel.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bound and each rule on creation, with an object just beyond it and one just inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdSchemaIT {
    private CrdNamespace namespace;

    @BeforeAll
    void open() {
        namespace = CrdNamespace.open("crd-schema");
    }

    @AfterAll
    void close() {
        namespace.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.easel.crds.BadCreation#all")
    void refusesWhatBreaksABound(BadCreation bad) {
        var object = CrdNamespace.object(bad.kind(), bad.name(), bad.parts());

        var refusal = CrdNamespace.refusal(() -> namespace.on(object).dryRun().create());

        assertThat(refusal).contains(bad.says());
    }

    static Stream<String> goodRequests() {
        return Stream.of(
                "{instruction: 猫}",
                "{instruction: '" + "猫".repeat(2000) + "'}",
                "{instruction: \"two\\nlines\\tand a tab\"}",
                "{parameters: {prompt: '" + "x".repeat(4000) + "', negativePrompt: ''}}",
                "{action: Refine, instruction: brighter, threadID: t}",
                "{action: Restore, threadID: t}",
                "{action: Reroll, source: {requestID: 6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f}}",
                "{action: Upscale,"
                        + " source: {requestID: 6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f, imageIndex: 7}}",
                "{instruction: x, parameters: {width: 64, height: 2048, steps: 1, seed: -1,"
                        + " cfgScale: '1.0', imageCount: 8}}",
                "{instruction: x, parameters: {width: 2048, height: 2048, imageCount: 2,"
                        + " steps: 150, seed: 4294967295, cfgScale: '30.0'}}",
                "{instruction: x, parameters: {cfgScale: '7', loras: [{name: a, weight: '-2.00'},"
                        + " {name: b, weight: '2'}, {name: 線画}]}}",
                "{instruction: x, priority: 1000, queueTimeoutSeconds: 604800,"
                        + " runTimeoutSeconds: 7200, maxAttempts: 5,"
                        + " ttlSecondsAfterFinished: 31536000}",
                "{instruction: x, priority: -1000, queueTimeoutSeconds: 1, runTimeoutSeconds: 1,"
                        + " maxAttempts: 1, ttlSecondsAfterFinished: 0}",
                "{instruction: x, requester: {source: Discord, tenant: '1', userID: '2',"
                        + " locale: en-US}, delivery: {discord: {channelID: '12345678901234567890',"
                        + " threadID: '1', cardMessageID: '2'}}}",
                "{instruction: x, poolRef: {name: no-such-pool}}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodRequests")
    void takesWhatIsJustInsideTheBounds(String spec) {
        var object = CrdNamespace.object("GenerationRequest", "good", "spec: " + spec);

        assertThat(namespace.on(object).dryRun().create().getAdditionalProperties())
                .containsKey("spec");
    }

    @Test
    void fillsTheDefaultsOfARequest() {
        var object =
                CrdNamespace.object(
                        "GenerationRequest",
                        "defaults",
                        "spec: {instruction: a cat, poolRef: {}, requester: {userID: u}}");

        var spec = CrdNamespace.part(namespace.on(object).dryRun().create(), "spec");

        assertThat(spec)
                .hasToString(
                        "{action=Generate, desiredState=Active, instruction=a cat, maxAttempts=3,"
                                + " poolRef={name=default}, priority=0, queueTimeoutSeconds=86400,"
                                + " requester={source=Kubectl, userID=u}, research=Disabled,"
                                + " runTimeoutSeconds=900}");
    }

    @Test
    void fillsTheDefaultsOfAPool() {
        var object =
                CrdNamespace.object(
                        "GenerationPool",
                        "defaults",
                        "spec: {backends: ["
                                + BadCreation.BACKEND
                                + "], generator: {image: i},"
                                + " fairShare: {}, timeouts: {}}");

        var spec = CrdNamespace.part(namespace.on(object).dryRun().create(), "spec");

        assertThat(spec)
                .containsEntry("state", "Active")
                .containsEntry("memory", "Shared")
                .extractingByKeys("generator", "fairShare", "timeouts")
                .extracting(Object::toString)
                .containsExactly(
                        "{gpu={count=1, resource=nvidia.com/gpu}, image=i}",
                        "{halfLifeSeconds=3600}",
                        "{startSeconds=300}");
    }

    @Test
    void hasABadObjectForEveryRule() throws IOException {
        var tried =
                Stream.concat(
                                BadCreation.all().map(BadCreation::says),
                                BadUpdate.all().map(BadUpdate::says))
                        .toList();

        for (var definition : Rules.definitions()) {
            assertThat(Rules.messages(definition))
                    .isNotEmpty()
                    .allSatisfy(
                            message -> assertThat(tried).as(message).anyMatch(message::contains));
        }
    }
}
