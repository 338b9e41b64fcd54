package dev.easel.bot.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error code of Discord that the bot can meet, and what its user reads then. */
class DiscordTroubleTest {
    @ParameterizedTest
    @CsvSource({
        "50001, ERROR_PERMISSION",
        "50013, ERROR_PERMISSION",
        "40005, ERROR_UPLOAD",
        "50045, ERROR_UPLOAD",
        "400001, ERROR_UPLOAD",
        "200000, ERROR_AUTOMOD",
        "240000, ERROR_AUTOMOD",
        "20009, ERROR_AUTOMOD",
        "160006, ERROR_THREADS_FULL",
        "160005, ERROR_THREAD_LOCKED",
        "50083, ERROR_THREAD_LOCKED",
        "10008, ERROR_MESSAGE_GONE",
        "0, ERROR_DISCORD",
        "429, ERROR_DISCORD",
        "503, ERROR_DISCORD",
        "50035, ERROR_INTERNAL",
        "50046, ERROR_INTERNAL",
        "30015, ERROR_INTERNAL",
        "30046, ERROR_INTERNAL",
        "50005, ERROR_INTERNAL",
        "50024, ERROR_INTERNAL",
        "40094, ERROR_INTERNAL"
    })
    void mapsEachCodeToATextInBothLanguages(int code, Key key) {
        assertThat(DiscordTrouble.key(code)).contains(key);
        assertThat(Texts.ENGLISH.get(key)).isNotEqualTo(Texts.JAPANESE.get(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {10062, 10015, 50027, 40060})
    void staysSilentWhereNobodyIsLeftToTell(int code) {
        assertThat(DiscordTrouble.key(code)).isEmpty();
    }
}
