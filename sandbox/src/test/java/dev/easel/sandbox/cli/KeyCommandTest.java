package dev.easel.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.protocol.client.ApiKey;
import dev.easel.protocol.client.ApiKeyInput;
import dev.easel.protocol.client.ApiKeyRotation;
import dev.easel.sandbox.cli.KeyCommand.Asked;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandTest {
    @Test
    void makesAKeyForPicturesUnlessToldOtherwise() {
        assertThat(parse("create"))
                .isEqualTo(
                        new Asked.Create(
                                new ApiKeyInput(List.of("generate", "read"), null, null, null)));
        assertThat(
                        parse(
                                "create",
                                "--scopes",
                                "read",
                                "--tenant",
                                "guild-1",
                                "--label",
                                "the report",
                                "--expires",
                                "2027-01-31T12:00:00Z"))
                .isEqualTo(
                        new Asked.Create(
                                new ApiKeyInput(
                                        List.of("read"),
                                        "guild-1",
                                        "the report",
                                        "2027-01-31T12:00:00Z")));
    }

    @Test
    void namesAKeyByItsId() {
        assertThat(parse("revoke", "abcd1234")).isEqualTo(new Asked.Revoke("abcd1234"));
        assertThat(parse("rotate", "abcd1234", "--overlap", "60"))
                .isEqualTo(new Asked.Rotate("abcd1234", new ApiKeyRotation(60L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "delete abcd1234",
                "list all",
                "create --label",
                "create --admin yes",
                "revoke",
                "revoke ../keys",
                "revoke abcd1234 efgh5678",
                "rotate abcd1234 --overlap soon",
                "rotate abcd1234 --until 60",
            })
    void saysWhatItTakesInstead(String line) {
        assertThatThrownBy(() -> KeyCommand.parse(List.of(line.split(" ", -1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsAKeyInOneLine() {
        var key =
                new ApiKey(
                        "abcd1234",
                        "the report",
                        List.of("read"),
                        "guild-1",
                        false,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "key:first",
                        null,
                        null,
                        null,
                        null);
        assertThat(KeyCommand.line(key))
                .startsWith("abcd1234")
                .contains("valid", "read", "guild guild-1", "used never", "until revoked")
                .endsWith("the report");
    }

    private static Asked parse(String... arguments) {
        return KeyCommand.parse(List.of(arguments));
    }
}
