package dev.easel.sandbox.cluster;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The image of the container that holds a pod's namespaces: one static program. */
final class PauseImage {
    private static final int NOBODY = 65534;

    private PauseImage() {}

    static Path write(ClusterBinary binary, Path directory) throws IOException {
        var tar = directory.resolve("pause.tar");
        var program = AbsoluteUnixPath.get("/pause");
        try {
            Jib.fromScratch()
                    .addFileEntriesLayer(
                            FileEntriesLayer.builder()
                                    .addEntry(
                                            binary.program("pause"),
                                            program,
                                            FilePermissions.fromOctalString("755"),
                                            Instant.ofEpochSecond(1))
                                    .build())
                    .setEntrypoint(List.of(program.toString()))
                    .setUser(NOBODY + ":" + NOBODY)
                    .containerize(
                            Containerizer.to(
                                            TarImage.at(tar)
                                                    .named(
                                                            ImageReference.parse(
                                                                    NodeFiles.PAUSE_IMAGE)))
                                    .setOfflineMode(true)
                                    .setBaseImageLayersCache(directory.resolve("pause-base"))
                                    .setApplicationLayersCache(directory.resolve("pause-layers")));
            return tar;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while building the pause image", e);
        } catch (ExecutionException
                | RegistryException
                | CacheDirectoryCreationException
                | InvalidImageReferenceException e) {
            throw new IOException("the pause image cannot be built", e);
        }
    }
}
