package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InfotextTest {
    private static final String TEXT =
            """
            a city, Steps: not these, <lora:a:1>
            Negative prompt: blurry, x: y
            Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.0, Seed: 123, \
            Size: 832x1216, Model: stem, Lora hashes: "a: 0123456789ab, b c: ba9876543210", \
            Version: v1.10.1\
            """;

    @Test
    void readsTheLastLine() {
        var infotext = Infotext.parse(TEXT);
        assertThat(infotext.value("Steps")).hasValue("28");
        assertThat(infotext.value("Sampler")).hasValue("DPM++ 2M");
        assertThat(infotext.value("Schedule type")).hasValue("Karras");
        assertThat(infotext.value("Version")).hasValue("v1.10.1");
        assertThat(infotext.value("x")).isEmpty();
    }

    @Test
    void namesTheLorasThatWereLoaded() {
        assertThat(Infotext.parse(TEXT).loras()).containsExactlyInAnyOrder("a", "b c");
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(Infotext.parse("").parameters()).isEmpty();
        assertThat(Infotext.parse("just a prompt").loras()).isEmpty();
    }
}
