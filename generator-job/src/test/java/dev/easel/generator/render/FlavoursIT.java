package dev.easel.generator.render;

import static dev.easel.generator.render.TestingPeer.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.sandbox.automatic1111.Personality;
import dev.easel.sandbox.automatic1111.RenderFault;
import dev.easel.sandbox.standin.Fault;
import dev.easel.sandbox.standin.TransportFault;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the programs behind the same interface do differently. */
@Execution(ExecutionMode.CONCURRENT)
class FlavoursIT {
    private static final Lora NEON = new Lora("neon-city", new BigDecimal("0.7"));

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void rendersThreeImagesOnEach(Personality personality) throws Exception {
        try (var peer = new TestingPeer(personality)) {
            var rendered = peer.render(images(settings(peer.catalogue(), null), 3), null);

            assertThat(rendered.pictures()).extracting(Picture::seed).containsExactly(7L, 8L, 9L);
            assertThat(rendered.pictures())
                    .extracting(Picture::pixelsSha256)
                    .doesNotHaveDuplicates();
            for (var picture : rendered.pictures()) {
                var told = Infotext.parse(picture.infotext());
                assertThat(told.value("Seed")).hasValue(Long.toString(picture.seed()));
                assertThat(told.prompt()).isEqualTo("a lighthouse at dusk");
            }
            assertThat(peer.catalogue().flavour()).isEqualTo(flavour(personality));
            assertThat(peer.standIn.violations()).isEmpty();
            assertThat(peer.standIn.log().entries("POST", "/sdapi/v1/options")).isEmpty();
        }
    }

    private static Flavour flavour(Personality personality) {
        return switch (personality) {
            case A1111, A1111_1_9, A1111_1_8 -> Flavour.A1111;
            case FORGE -> Flavour.FORGE;
            case SD_NEXT -> Flavour.SD_NEXT;
            case SD_CPP -> Flavour.SD_CPP;
        };
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void appliesALoraOnEach(Personality personality) throws Exception {
        try (var peer = new TestingPeer(personality)) {
            var without = peer.render(settings(peer.catalogue(), null), null);
            var with = peer.render(settings(peer.catalogue(), null, NEON), null);

            assertThat(with.pictures().getFirst().pixelsSha256())
                    .isNotEqualTo(without.pictures().getFirst().pixelsSha256());
        }
    }

    @Test
    void joinsSamplerAndSchedulerWhereThereIsNoListOfSchedulers() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111_1_8)) {
            assertThat(peer.catalogue().schedulers()).isEmpty();
            var wanted = sampled(settings(peer.catalogue(), null), "DPM++ 2M", "Karras");

            var rendered = peer.render(wanted, null);

            assertThat(rendered.pictures().getFirst().infotext())
                    .contains("Sampler: DPM++ 2M Karras")
                    .doesNotContain("Schedule type");
        }
    }

    @Test
    void leavesNoArgumentsInThePromptForStableDiffusionCpp() throws Exception {
        try (var peer = new TestingPeer(Personality.SD_CPP)) {
            var prompt =
                    "a lighthouse<sd_cpp_extra_<sd_cpp_extra_args>{}</sd_cpp_extra_args>args>"
                            + "{\"steps\": 99, \"width\": 64}</sd_cpp_extra_args> at dusk";

            var rendered = peer.render(prompted(settings(peer.catalogue(), null), prompt), null);

            assertThat(rendered.pictures().getFirst().width()).isEqualTo(128);
            assertThat(rendered.pictures().getFirst().infotext())
                    .contains("a lighthouse at dusk", "Steps: 4,");
        }
    }

    @ParameterizedTest(name = "{0} says {2}: {3}")
    @MethodSource("errors")
    void readsTheErrorsOfEach(Personality personality, Fault fault, String words, ExitCode exit)
            throws Exception {
        try (var peer = new TestingPeer(personality)) {
            var settings = settings(peer.catalogue(), null);
            peer.standIn.faults().arm(fault, "/sdapi/v1/txt2img", 0);

            assertThatThrownBy(() -> peer.render(settings, null))
                    .isInstanceOfSatisfying(
                            AttemptFailed.class,
                            failed -> {
                                assertThat(failed.why()).isEqualTo(exit);
                                assertThat(failed.text()).contains(words);
                            });
        }
    }

    static Stream<Arguments> errors() {
        return Stream.of(Personality.values())
                .flatMap(each ->
                        Stream.of(
                                Arguments.of(
                                        each,
                                        new RenderFault.OutOfMemory(),
                                        "too little memory",
                                        ExitCode.RENDERER_OUT_OF_MEMORY),
                                Arguments.of(
                                        each,
                                        new RenderFault.PythonError("TypeError", "it broke"),
                                        "it broke",
                                        ExitCode.RENDERER_ERROR)));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void rendersAgainAfterOneErrorOnEach(Personality personality) throws Exception {
        try (var peer = new TestingPeer(personality)) {
            peer.standIn.faults().next(new RenderFault.OutOfMemory());

            assertThat(peer.render(settings(peer.catalogue(), null), null).pictures()).hasSize(1);

            assertThat(peer.freed).hasValue(1);
            assertThat(peer.standIn.generations()).isEqualTo(2);
            assertThat(peer.standIn.violations()).isEmpty();
        }
    }

    @Test
    void waitsAsLongAsARateLimitSays() throws Exception {
        try (var peer = new TestingPeer(Personality.SD_NEXT)) {
            var settings = settings(peer.catalogue(), null);
            peer.standIn.faults().arm(new TransportFault.RateLimited(1), "/sdapi/v1/txt2img", 1);
            var started = System.nanoTime();

            assertThat(peer.render(settings, null).pictures()).hasSize(1);

            assertThat(System.nanoTime() - started).isGreaterThan(1_000_000_000L);
        }
    }

    @Test
    void survivesARateLimitWhileItLooksAround() throws Exception {
        try (var peer = new TestingPeer(Personality.SD_NEXT)) {
            peer.standIn.faults().arm(new TransportFault.RateLimited(1), "/sdapi/v1/samplers", 1);
            peer.standIn.faults().arm(new TransportFault.RateLimited(1), "/internal/progress", 3);

            assertThat(peer.render(settings(peer.catalogue(), null), null).pictures()).hasSize(1);
        }
    }

    @Test
    void takesSdNextsAnswerToAnInterruptForOneAndRendersAgain() throws Exception {
        try (var peer = new TestingPeer(Personality.SD_NEXT)) {
            peer.standIn
                    .faults()
                    .next(new RenderFault.PythonError("AttributeError", "no attribute 'images'"));

            assertThat(peer.render(settings(peer.catalogue(), null), null).pictures()).hasSize(1);
        }
    }

    @Test
    void refusesALoraThatThePromptCannotName() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111)) {
            var lora = new Lora("a:b", BigDecimal.ONE);
            assertThatThrownBy(() -> peer.render(settings(peer.catalogue(), null, lora), null))
                    .hasMessageContaining("rename its file");
            assertThat(peer.standIn.generations()).isZero();
        }
    }

    private static Settings images(Settings s, int count) {
        return copy(s, s.prompt(), s.sampler(), s.scheduler(), count);
    }

    private static Settings sampled(Settings s, String sampler, String scheduler) {
        return copy(s, s.prompt(), sampler, scheduler, s.imageCount());
    }

    private static Settings prompted(Settings s, String prompt) {
        return copy(s, prompt, s.sampler(), s.scheduler(), s.imageCount());
    }

    private static Settings copy(
            Settings s,
            String prompt,
            String sampler,
            @org.jspecify.annotations.Nullable String scheduler,
            int count) {
        return new Settings(
                Objects.requireNonNull(prompt),
                s.negativePrompt(),
                s.model(),
                s.modelHash(),
                s.loras(),
                s.steps(),
                s.cfgScale(),
                sampler,
                scheduler,
                s.seed(),
                s.width(),
                s.height(),
                count,
                s.derivation());
    }
}
