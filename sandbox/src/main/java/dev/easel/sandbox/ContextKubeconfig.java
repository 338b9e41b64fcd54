package dev.easel.sandbox;

import dev.easel.sandbox.cluster.ClusterFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** One context of the user's own kubeconfig, in a file by itself. */
final class ContextKubeconfig {
    private ContextKubeconfig() {}

    static String write(String context, Layout layout) throws IOException {
        var command =
                List.of("kubectl", "config", "view", "--minify", "--flatten", "--context", context);
        byte[] output;
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new ClusterFailure(
                        "kubectl does not know the context "
                                + context
                                + ": "
                                + new String(output, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while asking kubectl");
        } catch (IOException e) {
            throw new ClusterFailure("--context needs kubectl on the PATH: " + e.getMessage(), e);
        }
        var file = layout.directory().resolve("context.kubeconfig");
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, output);
        return file.toString();
    }
}
