package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlavourTest {
    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "'{\"sd_vae\":\"x\"}', 0123456789, false, A1111",
        "'{\"forge_preset\":\"sd\"}', 0123456789, false, FORGE",
        "'{}', 0123456789, true, SD_NEXT",
        "'{}', 8888888888, false, SD_CPP"
    })
    void tellsThePeersApart(String options, String hash, boolean version, Flavour flavour)
            throws Exception {
        var checkpoints = List.of(new Checkpoint("m", "m.safetensors", "m", hash));
        assertThat(Flavour.of(Json.mapper().readTree(options), checkpoints, version))
                .isEqualTo(flavour);
    }
}
