package dev.easel.sandbox.image;

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
import dev.easel.sandbox.cluster.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * One process as a container image: the shared runtime, its jars, its class-data archive. Two
 * builds of the same jars give the same bytes, and the tag is a checksum of all that went in.
 *
 * @param name the last part of the image's name
 * @param jars in class path order
 * @param options of the Java virtual machine
 * @param training arguments with which the process loads its classes and ends, to make the archive;
 *     empty for no archive
 */
public record ServiceImage(
        String name,
        String mainClass,
        List<Path> jars,
        List<String> options,
        List<String> training) {
    /** The user and group that every process of ours runs as. */
    public static final int USER = 10001;

    static final String REPOSITORY = "easel.local/";
    private static final Instant FILE_TIME = Instant.ofEpochSecond(1);
    private static final String LIB = "/app/lib/";
    private static final String ARCHIVE = "/app/classes.jsa";
    private static final String LAYOUT = "3";

    /** A built image: the reference to put in a manifest and the tar to import. */
    public record Built(String reference, Path tar) {}

    public ServiceImage {
        jars = List.copyOf(jars);
        options = List.copyOf(options);
        training = List.copyOf(training);
    }

    /**
     * Builds the image unless a tar of the same tag is there.
     *
     * @param directory receives {@code NAME-TAG.tar}; older tars of this image are removed
     * @param layers keeps packed layers, so that images which share the runtime pack it once
     */
    Built build(JavaRuntime runtime, Path directory, Path layers) throws IOException {
        var tag = tag(runtime);
        var reference = REPOSITORY + name + ":" + tag;
        var tar = directory.resolve(name + "-" + tag + ".tar");
        if (!Files.exists(tar)) {
            Files.createDirectories(directory);
            removeOlder(directory);
            var work = Files.createTempDirectory(directory, name + "-");
            var part = work.resolve("image.tar");
            containerize(runtime, reference, work, layers, part);
            Files.move(part, tar);
            Directories.deleteRecursively(work);
        }
        return new Built(reference, tar);
    }

    private String tag(JavaRuntime runtime) {
        var parts = new ArrayList<>(List.of(LAYOUT, runtime.id(), mainClass));
        parts.addAll(options);
        parts.addAll(training);
        for (var jar : jars) {
            parts.add(jar.getFileName() + "=" + Checksum.ofFile(jar));
        }
        return Checksum.of(parts);
    }

    private void removeOlder(Path directory) throws IOException {
        try (var old = Files.newDirectoryStream(directory, name + "-????????????????.tar")) {
            for (var file : old) {
                Files.delete(file);
            }
        }
    }

    private void containerize(
            JavaRuntime runtime, String reference, Path work, Path packed, Path tar)
            throws IOException {
        var entryPoint = new ArrayList<>(List.of(JavaRuntime.HOME + "/bin/java"));
        entryPoint.addAll(options);
        var layers = new ArrayList<FileEntriesLayer>();
        layers.add(runtimeLayer(runtime));
        layers.add(jarLayer());
        if (!training.isEmpty()) {
            var archive =
                    ClassArchive.dump(runtime, jars, options, mainClass, training, work, FILE_TIME);
            layers.add(
                    FileEntriesLayer.builder()
                            .setName("class-data archive")
                            .addEntry(
                                    archive,
                                    AbsoluteUnixPath.get(ARCHIVE),
                                    FilePermissions.DEFAULT_FILE_PERMISSIONS,
                                    FILE_TIME)
                            .build());
            entryPoint.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        entryPoint.addAll(List.of("-cp", classPath(LIB), mainClass));
        try {
            Jib.fromScratch()
                    .setFileEntriesLayers(layers)
                    .setEntrypoint(entryPoint)
                    .setEnvironment(Map.of("LANG", "C.UTF-8", "JAVA_HOME", JavaRuntime.HOME))
                    .setUser(USER + ":" + USER)
                    .setWorkingDirectory(AbsoluteUnixPath.get("/tmp"))
                    .setCreationTime(Instant.EPOCH)
                    .containerize(
                            Containerizer.to(
                                            TarImage.at(tar).named(ImageReference.parse(reference)))
                                    .setOfflineMode(true)
                                    .setBaseImageLayersCache(work.resolve("base"))
                                    .setApplicationLayersCache(packed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while building " + reference, e);
        } catch (ExecutionException
                | RegistryException
                | CacheDirectoryCreationException
                | InvalidImageReferenceException e) {
            throw new IOException("image " + reference + " cannot be built", e);
        }
    }

    private static FileEntriesLayer runtimeLayer(JavaRuntime runtime) {
        var layer = FileEntriesLayer.builder().setName("runtime");
        for (var file : runtime.files()) {
            var mode = Files.isExecutable(file) ? "755" : "644";
            layer.addEntry(
                    file,
                    AbsoluteUnixPath.get("/" + runtime.root().relativize(file)),
                    FilePermissions.fromOctalString(mode),
                    FILE_TIME);
        }
        return layer.build();
    }

    private FileEntriesLayer jarLayer() {
        var layer = FileEntriesLayer.builder().setName("jars");
        for (var jar : jars) {
            layer.addEntry(
                    jar,
                    AbsoluteUnixPath.get(LIB + jar.getFileName()),
                    FilePermissions.DEFAULT_FILE_PERMISSIONS,
                    FILE_TIME);
        }
        return layer.build();
    }

    private String classPath(String directory) {
        return String.join(":", jars.stream().map(j -> directory + j.getFileName()).toList());
    }
}
