package dev.easel.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomIdTest {
    private static final String UID = "6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f";

    @Test
    void readsWhatItWrote() {
        var id = new CustomId(CustomId.Action.DETAILS, UID, "1");

        assertThat(id.text()).isEqualTo("v1|details|" + UID + "|1").hasSizeLessThanOrEqualTo(100);
        assertThat(CustomId.parse(id.text())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v2|details|6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f|1",
                "v1|format|6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f|1",
                "v1|details|someone|1",
                "v1|details|6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f|x",
                "v1|details|6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f|1|2"
            })
    void refusesAnythingElse(String text) {
        assertThat(CustomId.parse(text)).isEmpty();
    }

    @Test
    void givesEachMessageANonceOfItsOwnThatStaysTheSame() {
        assertThat(Nonce.of(UID, "0")).isEqualTo(Nonce.of(UID, "0")).hasSize(25);
        assertThat(Nonce.of(UID, "0")).isNotEqualTo(Nonce.of(UID, "1"));
    }
}
