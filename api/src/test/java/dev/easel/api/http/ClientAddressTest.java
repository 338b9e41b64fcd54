package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.api.http.ClientAddress.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress addresses =
            new ClientAddress(List.of(Network.parse("10.0.0.0/9"), Network.parse("fd00::/8")));

    @ParameterizedTest
    @CsvSource({
        "a client that came by itself, 198.51.100.7, '', 198.51.100.7",
        "a client that claims to be another, 198.51.100.7, 203.0.113.9, 198.51.100.7",
        "a client behind a proxy, 10.1.2.3, 203.0.113.9, 203.0.113.9",
        "a proxy that is just outside of the range, 10.128.0.1, 203.0.113.9, 10.128.0.1",
        "a client that claims something to a proxy, 10.1.2.3, '1.1.1.1, 203.0.113.9', 203.0.113.9",
        "two proxies, 10.1.2.3, '203.0.113.9, 10.9.9.9', 203.0.113.9",
        "a proxy that says nothing, 10.1.2.3, '', 10.1.2.3",
        "a proxy that says nonsense, 10.1.2.3, unknown, 10.1.2.3",
        "a proxy that is called itself, 10.1.2.3, '10.4.4.4', 10.4.4.4",
        "a proxy by IPv6, fd00::1, 203.0.113.9, 203.0.113.9",
    })
    void believesOnlyTrustedProxies(String who, String peer, String forwarded, String expected) {
        assertThat(addresses.of(InetAddress.ofLiteral(peer), List.of(forwarded)))
                .as(who)
                .isEqualTo(expected);
    }

    @Test
    void takesANetworkOfIpv6AsOneClient() {
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff::9"));
        assertThat(of("2001:db8:1:2::1")).isNotEqualTo(of("2001:db8:1:3::1"));
    }

    private String of(String peer) {
        return addresses.of(InetAddress.ofLiteral(peer), List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "example.com", "10.0.0.0/8/8", "::/x"})
    void takesNothingElseForARange(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
