package dev.easel.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.Layout;
import dev.easel.sandbox.Sandbox;
import dev.easel.sandbox.cli.ApiClient;
import dev.easel.sandbox.cli.Connection;
import dev.easel.sandbox.cli.DiscordUser;
import dev.easel.sandbox.cluster.Checkout;
import dev.easel.sandbox.cluster.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The sandbox as {@code ./easel up} makes it, for end-to-end tests. One that runs already is used
 * and left as it was; one that was started here is taken away again. Its stand-ins for renderer and
 * language model work ten times as fast as for a person to watch.
 */
final class RunningSandbox implements AutoCloseable {
    private static final double QUICK = 0.1;
    private static final double USUAL = 1;

    private final Layout layout;
    private final Sandbox sandbox;
    private final Connection connection;
    private final boolean startedHere;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final KubernetesClient client;
    final ApiClient api;

    private RunningSandbox(Layout layout, boolean startedHere) throws IOException {
        this.layout = layout;
        this.startedHere = startedHere;
        this.sandbox = Sandbox.read(layout).orElseThrow();
        this.connection = Connection.read(layout.connection());
        this.client =
                new KubernetesClientBuilder()
                        .withConfig(ControlPlane.config(sandbox.kubeconfigFile()))
                        .build();
        this.api = new ApiClient(connection);
    }

    static RunningSandbox up() throws IOException, InterruptedException {
        var layout = Layout.of(Checkout.current(), System.getenv());
        boolean running = Sandbox.read(layout).isPresent();
        try {
            run(layout, "up");
        } catch (IOException e) {
            if (!running) {
                run(layout, "down");
            }
            throw e;
        }
        var sandbox = new RunningSandbox(layout, !running);
        sandbox.pace(QUICK);
        return sandbox;
    }

    /** For what has to happen while a picture is being made. */
    AtUsualPace atUsualPace() throws IOException, InterruptedException {
        pace(USUAL);
        return () -> pace(QUICK);
    }

    interface AtUsualPace extends AutoCloseable {
        @Override
        void close() throws IOException, InterruptedException;
    }

    private void pace(double factor) throws IOException, InterruptedException {
        var standIns = sandbox.standIns();
        for (var port : List.of(standIns.automatic1111Port(), standIns.ollamaPort())) {
            standIn("POST", port, "/_sandbox/pace", "{\"factor\": " + factor + "}");
        }
    }

    Connection connection() {
        return connection;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    DiscordUser discordUser(String name) {
        return new DiscordUser(Objects.requireNonNull(connection.discord()), name);
    }

    /** The renderer stand-in's own account of itself. */
    JsonNode renderer() throws IOException, InterruptedException {
        return standIn("GET", sandbox.standIns().automatic1111Port(), "/_sandbox/state", "");
    }

    JsonNode standIn(String method, Integer port, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                URI.create("http://" + sandbox.address() + ":" + port + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    /** What kubectl prints; the exit code decides nothing, so that refusals can be read. */
    String kubectl(String input, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(layout.kubectl().toString(), "-n", "easel"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        pace(USUAL);
        http.close();
        api.close();
        client.close();
        if (startedHere) {
            run(layout, "down");
        }
    }

    /** The sandbox as it was packaged, which has more on its class path than its tests' users. */
    private static String classPath(Layout layout) throws IOException {
        var target = layout.checkout().root().resolve("sandbox/target");
        try (var jars = Files.newDirectoryStream(target, "easel-sandbox-*.jar")) {
            return jars.iterator().next() + ":" + target.resolve("lib") + "/*";
        }
    }

    /** In a process of its own, as the script does it; its words go where ours go. */
    private static void run(Layout layout, String verb) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-Dlogback.configurationFile=logback-sandbox.xml",
                                "-cp",
                                classPath(layout),
                                "dev.easel.sandbox.SandboxMain",
                                verb)
                        .directory(layout.checkout().root().toFile())
                        .redirectErrorStream(true)
                        .start();
        try (var lines = process.inputReader()) {
            lines.lines().forEach(System.out::println);
        }
        if (process.waitFor() != 0) {
            throw new IOException("easel " + verb + " failed");
        }
    }
}
