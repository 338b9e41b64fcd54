package dev.easel.sandbox;

import dev.easel.sandbox.automatic1111.Catalogue;
import dev.easel.sandbox.automatic1111.LoraFiles;
import dev.easel.sandbox.chart.SandboxRelease;
import dev.easel.sandbox.cli.Connection;
import dev.easel.sandbox.cluster.ClusterFailure;
import dev.easel.sandbox.cluster.ControlPlane;
import dev.easel.sandbox.cluster.Node;
import dev.easel.sandbox.image.ImageSet;
import dev.easel.sandbox.image.ServiceImage;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds the images, hands them to the node and installs the chart. */
final class ReleaseStep implements UpStep {
    private static final int KEY_ID_BYTES = 6;
    private static final int KEY_SECRET_BYTES = 24;

    @Override
    public String title() {
        return "building the images";
    }

    @Override
    public void run(Sandbox sandbox, Layout layout, Consumer<String> progress) throws IOException {
        var images =
                ImageSet.build(
                        layout.checkout().root(),
                        Path.of(System.getProperty("java.home")),
                        layout.cache());
        if (sandbox.ownNode()) {
            for (var image : images.all()) {
                Node.importImageIntoRunningNode(image.tar(), image.reference());
            }
        } else {
            progress.accept(
                    "import these images into the cluster's nodes, if they are not there: "
                            + String.join(
                                    " ",
                                    images.all().stream()
                                            .map(ServiceImage.Built::tar)
                                            .map(Path::toString)
                                            .toList()));
        }
        progress.accept("installing the chart");
        var config = ControlPlane.config(sandbox.kubeconfigFile());
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            var release =
                    new SandboxRelease(
                            client,
                            sandbox.kubeconfigFile(),
                            layout.checkout().root().resolve("helm/easel"));
            var connection = release.install(spec(sandbox, layout, images), progress);
            connection.write(layout.connection());
            writeKubeconfig(sandbox, layout);
            explain(connection, layout, progress);
        }
    }

    private static SandboxRelease.Spec spec(Sandbox sandbox, Layout layout, ImageSet images)
            throws IOException {
        var programs = new ArrayList<SandboxRelease.HostProgram>();
        programs.add(
                new SandboxRelease.HostProgram("easel-postgres", 5432, sandbox.database().port()));
        addProgram(programs, "automatic1111", 7860, sandbox.standIns().automatic1111Port());
        addProgram(programs, "ollama", 11434, sandbox.standIns().ollamaPort());
        addProgram(programs, "searxng", 8080, sandbox.standIns().searxngPort());
        return new SandboxRelease.Spec(
                images,
                sandbox.address(),
                sandbox.ownNode() ? imageDirectory(layout) : null,
                loraDirectory(sandbox, layout),
                programs,
                new SandboxRelease.DatabaseLogin(
                        sandbox.database().user(), sandbox.database().password()),
                new SandboxRelease.Backend(
                        URI.create(sandbox.automatic1111()),
                        URI.create(sandbox.ollama()),
                        sandbox.ollamaModel()),
                URI.create(sandbox.searxng()),
                discord(sandbox),
                apiKey(layout));
    }

    private static void addProgram(
            List<SandboxRelease.HostProgram> programs,
            String service,
            int port,
            @Nullable Integer hostPort) {
        if (hostPort != null) {
            programs.add(new SandboxRelease.HostProgram(service, port, hostPort));
        }
    }

    private static SandboxRelease.Discord discord(Sandbox sandbox) throws IOException {
        var standIn = sandbox.standIns().discord();
        if (standIn != null) {
            return new SandboxRelease.Discord(
                    standIn.token(),
                    URI.create(standIn.restUrl()),
                    URI.create(standIn.gatewayUrl()),
                    URI.create(standIn.controlUrl()));
        }
        var file = sandbox.discordTokenFile();
        if (file == null) {
            throw new ClusterFailure("there is neither a Discord stand-in nor a token file");
        }
        return new SandboxRelease.Discord(
                Files.readString(Path.of(file)).strip(), null, null, null);
    }

    /** A real back end has files of its own, which this machine may not have. */
    private static @Nullable Path loraDirectory(Sandbox sandbox, Layout layout) throws IOException {
        if (!sandbox.ownNode() || sandbox.standIns().automatic1111Port() == null) {
            return null;
        }
        var directory = layout.data().resolve("loras");
        LoraFiles.write(directory, Catalogue.sample());
        return directory;
    }

    /** Pods write as the images' own user. */
    private static Path imageDirectory(Layout layout) throws IOException {
        var directory = layout.data().resolve("images");
        Files.createDirectories(directory);
        Files.setAttribute(directory, "unix:uid", ServiceImage.USER);
        Files.setAttribute(directory, "unix:gid", ServiceImage.USER);
        return directory;
    }

    /** The same key for as long as the data is kept. */
    private static String apiKey(Layout layout) throws IOException {
        if (Files.exists(layout.connection())) {
            return Connection.read(layout.connection()).key();
        }
        return "easel_" + random(KEY_ID_BYTES) + "_" + random(KEY_SECRET_BYTES);
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** So that the user's own kubectl looks where Easel is. */
    private static void writeKubeconfig(Sandbox sandbox, Layout layout) throws IOException {
        var config = KubeConfigUtils.parseConfig(sandbox.kubeconfigFile().toFile());
        config.getContexts().stream()
                .filter(context -> context.getName().equals(config.getCurrentContext()))
                .forEach(context -> context.getContext().setNamespace(SandboxRelease.NAMESPACE));
        Files.deleteIfExists(layout.kubeconfig());
        Files.createFile(
                layout.kubeconfig(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(layout.kubeconfig(), Serialization.asYaml(config));
    }

    private static void explain(Connection connection, Layout layout, Consumer<String> progress) {
        progress.accept(
                """
                Easel runs. Make the first picture by any of these:

                  ./easel generate "和風サイバーパンクの女性、夕景、彩度高め"

                  in the browser: %1$s/
                  sign in with the key %2$s

                  export EASEL_URL=%1$s EASEL_KEY=%2$s
                  curl -s -H "Authorization: Bearer $EASEL_KEY" -H 'Content-Type: application/json' \\
                    -d '{"guild_id":"g","user_id":"u","thread_id":"t","instruction":"a red fox"}' \\
                    $EASEL_URL/api/v1/generate

                  export KUBECONFIG=%3$s
                  printf 'apiVersion: easel.dev/v1alpha1\\nkind: GenerationRequest\\nmetadata: {name: first}\\nspec: {instruction: a red fox}\\n' |
                    ./easel kubectl apply -f -

                On Discord's stand-in, in the browser: ./easel discord
                or from here: ./easel discord /generate "夕焼けの灯台"
                """
                        .formatted(connection.api(), connection.key(), layout.kubeconfig()));
    }
}
