package dev.easel.sandbox.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the sandbox runs from; Maven runs each module's tests in a folder of it. */
public record Checkout(Path root) {

    /** Looks from the folder upwards. */
    public static Checkout containing(Path folder) {
        for (var at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("sandbox/cluster/go.mod"))) {
                return new Checkout(at);
            }
        }
        throw new ClusterFailure(
                folder + " is not inside an Easel checkout: sandbox/cluster/go.mod is missing");
    }

    public static Checkout current() {
        return containing(Path.of(""));
    }

    public Path clusterModule() {
        return root.resolve("sandbox/cluster");
    }

    public Path customResourceDefinitions() {
        return root.resolve("crds/manifests");
    }
}
