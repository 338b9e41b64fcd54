package dev.easel.sandbox;

import dev.easel.sandbox.cluster.Checkout;
import java.nio.file.Path;
import java.util.Map;

/** Where the sandbox of a checkout keeps what it keeps. */
public record Layout(Checkout checkout, Path cache) {

    public static Layout of(Checkout checkout, Map<String, String> environment) {
        var named = environment.get("XDG_CACHE_HOME");
        var base =
                named == null || named.isBlank()
                        ? Path.of(
                                environment.getOrDefault("HOME", System.getProperty("user.home")),
                                ".cache")
                        : Path.of(named);
        return new Layout(checkout, base.resolve("easel"));
    }

    public Path directory() {
        return checkout.root().resolve(".easel");
    }

    /** The node's own state; it goes with the node. */
    public Path node() {
        return directory().resolve("node");
    }

    public Path logs() {
        return directory().resolve("logs");
    }

    /** What outlives {@code down}: the database and the pictures. */
    public Path data() {
        return directory().resolve("data");
    }

    /** The API's address and key for the command line; the key lives as long as the data. */
    public Path connection() {
        return data().resolve("connection.json");
    }

    /** How to reach what runs; there while it runs. */
    public Path sandbox() {
        return directory().resolve("sandbox.json");
    }

    /** A script that calls the right kubectl for what runs. */
    public Path kubectl() {
        return directory().resolve("kubectl");
    }

    /** The supervisor's process. */
    public Path supervisor() {
        return directory().resolve("supervisor");
    }

    /** The arguments that the supervisor was launched with, one a line. */
    public Path options() {
        return directory().resolve("options");
    }

    /** For the user's own kubectl: as the cluster's, but looking into Easel's namespace. */
    public Path kubeconfig() {
        return directory().resolve("kubeconfig");
    }

    /** Programs besides the node's that must end with the sandbox. */
    public Path ledger() {
        return directory().resolve("processes");
    }

    /** Lines for the person who waits for {@code up}. */
    public Path progress() {
        return directory().resolve("progress");
    }

    /** The supervisor's own copy of our jars, since a build replaces them under its feet. */
    public Path jars() {
        return directory().resolve("jars");
    }
}
