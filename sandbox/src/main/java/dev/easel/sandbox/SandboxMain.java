package dev.easel.sandbox;

import dev.easel.sandbox.cli.ApiClient;
import dev.easel.sandbox.cli.Connection;
import dev.easel.sandbox.cli.DiscordCommand;
import dev.easel.sandbox.cli.DiscordUser;
import dev.easel.sandbox.cli.DiscordWindow;
import dev.easel.sandbox.cli.GenerateCommand;
import dev.easel.sandbox.cli.GenerateOptions;
import dev.easel.sandbox.cli.KeyCommand;
import dev.easel.sandbox.cluster.Checkout;
import dev.easel.sandbox.cluster.ClusterBinary;
import dev.easel.sandbox.cluster.ClusterFailure;
import dev.easel.sandbox.cluster.ControlPlane;
import dev.easel.sandbox.cluster.Directories;
import dev.easel.sandbox.cluster.Processes;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The verbs of the {@code easel} script. */
public final class SandboxMain {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int NOT_RUNNING = 3;

    /** What {@code up} does after the supervisor's parts run, in this order. */
    private static final List<UpStep> STEPS = List.of(new ReleaseStep());

    private SandboxMain() {}

    static void main(String[] args) {
        System.exit(run(Arrays.asList(args)));
    }

    private static int run(List<String> args) {
        try {
            var layout = Layout.of(Checkout.current(), System.getenv());
            var verb = args.isEmpty() ? "" : args.getFirst();
            var rest = args.isEmpty() ? args : args.subList(1, args.size());
            return switch (verb) {
                case "up" -> up(layout, rest);
                case "down" -> down(layout, rest);
                case "status" -> new Status(layout, System.out).show() ? 0 : NOT_RUNNING;
                case String making when GenerateOptions.isVerb(making) ->
                        generate(layout, making, rest);
                case "key" -> key(layout, rest);
                case "discord" -> discord(layout, rest);
                case "control-plane" -> controlPlane(layout);
                default -> {
                    System.err.println(
                            "easel knows: up, down, status, generate, refine, restore, reroll, vary,"
                                    + " upscale, replay, key, discord, control-plane");
                    yield MISUSED;
                }
            };
        } catch (IllegalArgumentException e) {
            System.err.println("easel: " + e.getMessage());
            return MISUSED;
        } catch (ClusterFailure e) {
            System.err.println("easel: " + e.getMessage());
            return FAILED;
        } catch (ApiClient.Refused e) {
            System.err.println("easel: " + e.getMessage());
            return FAILED;
        } catch (ConnectException _) {
            System.err.println("easel: the API does not answer; see ./easel status");
            return FAILED;
        } catch (IOException | KubernetesClientException | UncheckedIOException e) {
            System.err.println("easel: " + e.getMessage() + "; see .easel/logs");
            return FAILED;
        }
    }

    private static int up(Layout layout, List<String> arguments) throws IOException {
        new Up(layout, System.getenv(), System.out).run(UpOptions.parse(arguments), STEPS);
        return 0;
    }

    private static int generate(Layout layout, String verb, List<String> arguments)
            throws IOException {
        var options = GenerateOptions.parse(verb, arguments);
        try (var api = new ApiClient(connection(layout))) {
            var command = new GenerateCommand(api, System.out, System.console() != null);
            return command.run(options).isEmpty() ? FAILED : 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int key(Layout layout, List<String> arguments) throws IOException {
        try (var api = new ApiClient(connection(layout))) {
            new KeyCommand(api, System.out).run(arguments);
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int discord(Layout layout, List<String> arguments) throws IOException {
        var control = connection(layout).discord();
        if (control == null) {
            throw new ClusterFailure("the bot speaks to the real Discord: type there");
        }
        if (DiscordWindow.isMeant(arguments)) {
            new DiscordWindow(System.getenv(), System.out).show(control);
            return 0;
        }
        try (var user = new DiscordUser(control, "ja")) {
            var files = new DiscordCommand(user, System.out).run(arguments, Path.of("out"));
            return files.isEmpty() && DiscordCommand.draws(arguments) ? FAILED : 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static Connection connection(Layout layout) throws IOException {
        if (Sandbox.read(layout).isEmpty()) {
            throw new ClusterFailure("Easel does not run here: start it with ./easel up");
        }
        return Connection.read(layout.connection());
    }

    private static int down(Layout layout, List<String> arguments) throws IOException {
        if (!arguments.isEmpty() && !arguments.equals(List.of("--purge"))) {
            throw new IllegalArgumentException(
                    "down knows --purge, which removes the database and the pictures too");
        }
        Down.clear(layout);
        if (!arguments.isEmpty()) {
            Down.purge(layout);
        }
        System.out.println("nothing of the sandbox runs");
        return 0;
    }

    /** Only the API server, for trying out definitions and clients; ends with Ctrl-C. */
    private static int controlPlane(Layout layout) throws IOException {
        var directory = Files.createTempDirectory("easel-control-plane-");
        var ledger = directory.resolve("processes");
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            try {
                                Processes.stopAll(ledger);
                                Directories.deleteRecursively(directory);
                            } catch (IOException e) {
                                e.printStackTrace();
                            }
                        }));
        var binary = ClusterBinary.ensure(layout.checkout(), System.getenv(), System.out::println);
        var controlPlane =
                ControlPlane.start(
                        binary,
                        new ControlPlane.Spec(directory, "127.0.0.1", 0, false, false),
                        new Processes(ledger, directory.resolve("logs")));
        System.out.println("export KUBECONFIG=" + controlPlane.kubeconfig());
        try {
            Thread.currentThread().join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
