package dev.easel.sandbox.image;

import dev.easel.sandbox.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A class-data archive, made by the very runtime that ships. The virtual machine accepts it only
 * for jars of the same names, sizes and times in the same order, so the jars are laid out here as
 * they will lie in the image.
 */
final class ClassArchive {
    private ClassArchive() {}

    static Path dump(
            JavaRuntime runtime,
            List<Path> jars,
            List<String> options,
            String mainClass,
            List<String> training,
            Path work,
            Instant fileTime)
            throws IOException {
        var lib = Files.createDirectories(work.resolve("app/lib"));
        var classPath = new ArrayList<String>();
        for (var jar : jars) {
            var copy = Files.copy(jar, lib.resolve(jar.getFileName().toString()));
            Files.setLastModifiedTime(copy, FileTime.from(fileTime));
            classPath.add(copy.toString());
        }
        var modules = runtime.root().resolve(JavaRuntime.HOME.substring(1)).resolve("lib/modules");
        Files.setLastModifiedTime(modules, FileTime.from(fileTime));
        var archive = work.resolve("classes.jsa");
        var command = new ArrayList<String>();
        command.add(runtime.java().toString());
        command.addAll(options);
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(List.of("-cp", String.join(":", classPath), mainClass));
        command.addAll(training);
        Program.must(command.toArray(String[]::new));
        if (!Files.exists(archive)) {
            throw new IOException("no class-data archive was written for " + mainClass);
        }
        return archive;
    }
}
