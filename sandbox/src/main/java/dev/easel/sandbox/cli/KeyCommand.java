package dev.easel.sandbox.cli;

import dev.easel.protocol.client.ApiKey;
import dev.easel.protocol.client.ApiKeyInput;
import dev.easel.protocol.client.ApiKeyRotation;
import dev.easel.protocol.client.IssuedKey;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code easel key}: makes, shows, replaces and ends API keys. */
public final class KeyCommand {
    private static final String HELP =
            "easel key create [--scopes generate,read,settings,admin] [--tenant ID] [--label TEXT]"
                    + " [--expires TIME] | list | rotate ID [--overlap SECONDS] | revoke ID";

    private final ApiClient api;
    private final PrintStream out;

    public KeyCommand(ApiClient api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** What was asked on the command line. */
    sealed interface Asked {
        record Create(ApiKeyInput input) implements Asked {}

        record ShowAll() implements Asked {}

        record Rotate(String id, ApiKeyRotation rotation) implements Asked {}

        record Revoke(String id) implements Asked {}
    }

    public void run(List<String> arguments) throws IOException, InterruptedException {
        switch (parse(arguments)) {
            case Asked.Create(var input) -> show(api.createKey(input));
            case Asked.ShowAll() -> api.keys().keys().forEach(key -> out.println(line(key)));
            case Asked.Rotate(var id, var rotation) -> show(api.rotateKey(id, rotation));
            case Asked.Revoke(var id) -> {
                api.revokeKey(id);
                out.println(id + " is revoked");
            }
        }
    }

    static Asked parse(List<String> arguments) {
        var rest = new ArrayList<>(arguments);
        return switch (rest.isEmpty() ? "" : rest.removeFirst()) {
            case "create" -> create(rest);
            case "list" -> {
                requireNone(rest);
                yield new Asked.ShowAll();
            }
            case "rotate" -> rotate(rest);
            case "revoke" -> {
                var id = id(rest);
                requireNone(rest);
                yield new Asked.Revoke(id);
            }
            default -> throw new IllegalArgumentException(HELP);
        };
    }

    private static Asked create(List<String> rest) {
        var scopes = List.of("generate", "read");
        @Nullable String tenant = null;
        @Nullable String label = null;
        @Nullable String expires = null;
        while (!rest.isEmpty()) {
            var option = rest.removeFirst();
            var value = value(option, rest);
            switch (option) {
                case "--scopes" -> scopes = List.of(value.split(",", -1));
                case "--tenant" -> tenant = value;
                case "--label" -> label = value;
                case "--expires" -> expires = value;
                default -> throw new IllegalArgumentException(HELP);
            }
        }
        return new Asked.Create(new ApiKeyInput(scopes, tenant, label, expires));
    }

    private static Asked rotate(List<String> rest) {
        var id = id(rest);
        if (rest.isEmpty()) {
            return new Asked.Rotate(id, new ApiKeyRotation(null));
        }
        var option = rest.removeFirst();
        var value = value(option, rest);
        requireNone(rest);
        if (!option.equals("--overlap") || !value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("--overlap needs a number of seconds");
        }
        return new Asked.Rotate(id, new ApiKeyRotation(Long.valueOf(value)));
    }

    private static String id(List<String> rest) {
        if (rest.isEmpty() || !rest.getFirst().matches("[a-z0-9]{4,32}")) {
            throw new IllegalArgumentException("name a key by its id, which easel key list shows");
        }
        return rest.removeFirst();
    }

    private static String value(String option, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.removeFirst();
    }

    private static void requireNone(List<String> rest) {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(HELP);
        }
    }

    private void show(IssuedKey issued) {
        out.println(issued.key());
        out.println(
                "It is shown this once. Scopes: "
                        + String.join(", ", issued.scopes())
                        + "; guild: "
                        + Objects.requireNonNullElse(issued.tenant(), "any")
                        + "; until: "
                        + until(issued.expiresAt()));
    }

    static String line(ApiKey key) {
        return "%-10s  %-9s  %-28s  guild %s  used %s  until %s  %s"
                .formatted(
                        key.id(),
                        state(key),
                        String.join(",", key.scopes()),
                        Objects.requireNonNullElse(key.tenant(), "any"),
                        key.lastUsedAt() == null ? "never" : key.lastUsedAt(),
                        until(key.expiresAt()),
                        key.label())
                .stripTrailing();
    }

    private static String state(ApiKey key) {
        if (key.revokedAt() != null) {
            return "revoked";
        }
        if (key.bootstrap()) {
            return "bootstrap";
        }
        return key.replacedBy() == null ? "valid" : "replaced";
    }

    private static Object until(@Nullable Instant expiresAt) {
        return expiresAt == null ? "revoked" : expiresAt;
    }
}
