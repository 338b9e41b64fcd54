package dev.easel.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.postgres.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs, and how to reach it: written by the supervisor when all of it is ready, read by every
 * verb. The file holds passwords, so only its owner can read it.
 *
 * @param kubeconfig of the node, or of the context that was named
 * @param ownNode whether the node is ours, so that images can be imported into it
 * @param address this machine's own, at which pods reach the database and the stand-ins
 * @param automatic1111 where pods find it: by the name of a Service, or the address that was given
 * @param standIns ports of this machine; null where the real thing is used
 */
public record Sandbox(
        String kubeconfig,
        boolean ownNode,
        String address,
        Postgres.Access database,
        String automatic1111,
        String ollama,
        String ollamaModel,
        String searxng,
        StandIns standIns,
        @Nullable String discordTokenFile) {

    /** The stand-ins that run here. */
    public record StandIns(
            @Nullable Integer automatic1111Port,
            @Nullable Integer ollamaPort,
            @Nullable Integer searxngPort,
            @Nullable Discord discord) {}

    /** Addresses with {@link Sandbox#address}, for pods and people alike. */
    public record Discord(String restUrl, String gatewayUrl, String controlUrl, String token) {
        @Override
        public String toString() {
            return "Discord[" + restUrl + "]";
        }
    }

    public Path kubeconfigFile() {
        return Path.of(kubeconfig);
    }

    /** Empty if the sandbox does not run. */
    public static Optional<Sandbox> read(Layout layout) throws IOException {
        if (!Files.exists(layout.sandbox())) {
            return Optional.empty();
        }
        return Optional.of(new ObjectMapper().readValue(layout.sandbox().toFile(), Sandbox.class));
    }

    void write(Layout layout) throws IOException {
        var part = layout.directory().resolve("sandbox.json.part");
        Files.deleteIfExists(part);
        Files.createFile(
                part,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                part, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this));
        Files.move(part, layout.sandbox(), StandardCopyOption.ATOMIC_MOVE);
    }
}
