package dev.easel.api.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where a call comes from, for limits. Proxies that are trusted name their client in {@code
 * X-Forwarded-For}; what anyone else writes there is not believed.
 */
public final class ClientAddress {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final int IPV6_NETWORK_BYTES = 8;

    private final List<Network> trustedProxies;

    public ClientAddress(List<Network> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** A range of addresses as {@code 10.0.0.0/8} or {@code fd00::/8}. */
    public record Network(InetAddress address, int bits) {
        /**
         * @throws IllegalArgumentException if it is none
         */
        public static Network parse(String text) {
            var parts = text.strip().split("/", -1);
            var address = InetAddress.ofLiteral(parts[0]);
            var bitsMax = address.getAddress().length * 8;
            var bits = parts.length == 1 ? bitsMax : Integer.parseInt(parts[1]);
            if (parts.length > 2 || bits < 0 || bits > bitsMax) {
                throw new IllegalArgumentException("not a range of addresses");
            }
            return new Network(address, bits);
        }

        boolean has(InetAddress other) {
            var mine = address.getAddress();
            var its = other.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((mine[bit / 8] & mask) != (its[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    public String of(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                ? of(peer.getAddress(), request.headers().values(FORWARDED_FOR))
                : "unknown";
    }

    /** The last address in the chain that no trusted proxy has; IPv6 by its network of 64 bits. */
    String of(InetAddress peer, List<String> forwardedFor) {
        var address = peer;
        var hops = forwardedFor.stream().flatMap(h -> Arrays.stream(h.split(",", -1))).toList();
        for (var hop : hops.reversed()) {
            var before = literal(hop.strip());
            if (!isTrusted(address) || before.isEmpty()) {
                break;
            }
            address = before.get();
        }
        var bytes = address.getAddress();
        return bytes.length == 4
                ? address.getHostAddress()
                : HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(network -> network.has(address));
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
