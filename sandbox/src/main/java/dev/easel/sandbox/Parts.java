package dev.easel.sandbox;

import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import dev.easel.sandbox.chart.SandboxRelease;
import dev.easel.sandbox.cluster.ClusterBinary;
import dev.easel.sandbox.cluster.ClusterFailure;
import dev.easel.sandbox.cluster.Machine;
import dev.easel.sandbox.cluster.Node;
import dev.easel.sandbox.cluster.ProcessIdentity;
import dev.easel.sandbox.cluster.Processes;
import dev.easel.sandbox.discord.DiscordStandIn;
import dev.easel.sandbox.ollama.OllamaModel;
import dev.easel.sandbox.ollama.OllamaStandIn;
import dev.easel.sandbox.postgres.Postgres;
import dev.easel.sandbox.search.SearchStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that the supervisor holds; closed in the opposite order of starting. */
final class Parts implements AutoCloseable {
    private final UpOptions options;
    private final Layout layout;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private @Nullable Node node;

    Parts(UpOptions options, Layout layout, Consumer<String> progress) {
        this.options = options;
        this.layout = layout;
        this.progress = progress;
    }

    Sandbox start() throws IOException {
        var address =
                Machine.look(layout.node())
                        .address()
                        .orElseThrow(() -> new ClusterFailure("this machine has no address"));
        progress.accept("starting the database");
        var database = startDatabase(address);
        progress.accept("starting the stand-ins");
        var standIns = startStandIns(address);
        var kubeconfig =
                options.context() == null
                        ? startNode(address)
                        : ContextKubeconfig.write(options.context(), layout);
        writeKubectl(kubeconfig);
        return new Sandbox(
                kubeconfig,
                node != null,
                address,
                database,
                options.automatic1111() == null
                        ? "http://automatic1111:7860"
                        : options.automatic1111().toString(),
                options.ollama() == null ? "http://ollama:11434" : options.ollama().toString(),
                options.ollamaModel() == null ? OllamaModel.gptOss().name() : options.ollamaModel(),
                options.searxng() == null ? "http://searxng:8080" : options.searxng().toString(),
                standIns,
                options.discordTokenFile() == null ? null : options.discordTokenFile().toString());
    }

    /** Puts right what the node may forget; called now and then. */
    void tend() throws IOException {
        var running = node;
        if (running != null) {
            try (var client = running.client()) {
                running.declareGpus(client);
            }
        }
    }

    @Override
    public void close() throws IOException {
        Node.remove(layout.node());
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                progress.accept("while stopping: " + e.getMessage());
            }
        }
        Processes.stopAll(layout.ledger());
    }

    private String startNode(String address) throws IOException {
        var binary = ClusterBinary.ensure(layout.checkout(), System.getenv(), progress);
        var running =
                Node.start(
                        binary, new Node.Spec(layout.node(), layout.logs(), address, 1), progress);
        node = running;
        return running.kubeconfig().toString();
    }

    /**
     * So that nobody needs to know where the cluster's own kubectl is kept. Another {@code -n} of
     * the user's wins over ours, since the last one counts.
     */
    private void writeKubectl(String kubeconfig) throws IOException {
        var program =
                node == null
                        ? "kubectl"
                        : ClusterBinary.ensure(layout.checkout(), System.getenv(), progress)
                                .program("kubectl")
                                .toString();
        Files.writeString(
                layout.kubectl(),
                """
                #!/bin/sh
                exec '%s' --kubeconfig '%s' --namespace '%s' "$@"
                """
                        .formatted(program, kubeconfig, SandboxRelease.NAMESPACE));
        Files.setPosixFilePermissions(
                layout.kubectl(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Postgres.Access startDatabase(String address) throws IOException {
        var postgres =
                Postgres.start(
                        layout.data().resolve("postgres"),
                        layout.cache().resolve("postgres"),
                        address,
                        0);
        started.push(postgres);
        var identity = ProcessIdentity.of("postgres", postgres.pid());
        if (identity.isPresent()) {
            new Processes(layout.ledger(), layout.logs()).remember(identity.get());
        }
        try {
            return postgres.database("easel");
        } catch (SQLException e) {
            throw new IOException("the database does not answer", e);
        }
    }

    private Sandbox.@Nullable Discord discord(String address) {
        if (options.discordTokenFile() != null) {
            return null;
        }
        var standIn = DiscordStandIn.start(address, 0);
        started.push(standIn);
        return new Sandbox.Discord(
                standIn.restUrl(), standIn.gatewayUrl(), standIn.controlUrl(), standIn.token());
    }

    private Sandbox.StandIns startStandIns(String address) {
        Automatic1111StandIn renderer = null;
        if (options.automatic1111() == null) {
            renderer = Automatic1111StandIn.start(address, 0);
            started.push(renderer);
        }
        OllamaStandIn languageModel = null;
        if (options.ollama() == null) {
            languageModel = OllamaStandIn.start(address, 0);
            started.push(languageModel);
        }
        if (renderer != null && languageModel != null) {
            // One GPU for both, as on the machine that Easel is made for.
            renderer.shareGpuWith(languageModel::gpuBytes);
        }
        SearchStandIn search = null;
        if (options.searxng() == null) {
            search = SearchStandIn.start(address, 0);
            started.push(search);
        }
        return new Sandbox.StandIns(
                renderer == null ? null : renderer.port(),
                languageModel == null ? null : languageModel.port(),
                search == null ? null : search.port(),
                discord(address));
    }
}
