package dev.easel.sandbox.image;

import dev.easel.sandbox.cluster.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The root file system that all images share: a linked Java runtime, the C library's files that it
 * loads, and the few files that name look-ups need. Kept in a cache directory named after
 * everything that went in.
 */
public final class JavaRuntime {
    /** Where the runtime lies in an image. */
    static final String HOME = "/opt/java";

    private static final List<String> MODULES =
            List.of(
                    "java.base",
                    "java.desktop",
                    "java.instrument",
                    "java.logging",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.scripting",
                    "java.security.jgss",
                    "java.sql",
                    "java.xml",
                    "jdk.crypto.ec",
                    "jdk.management",
                    "jdk.net",
                    "jdk.unsupported",
                    "jdk.zipfs");
    private static final List<String> C_LIBRARY =
            List.of(
                    "libc.so.6",
                    "libm.so.6",
                    "libdl.so.2",
                    "libpthread.so.0",
                    "librt.so.1",
                    "libresolv.so.2",
                    "libnss_dns.so.2",
                    "libnss_files.so.2");
    private static final String LAYOUT = "2";

    private final Path root;

    private JavaRuntime(Path root) {
        this.root = root;
    }

    /** The root file system's directory. */
    Path root() {
        return root;
    }

    /** What identifies it: the directory's name. */
    String id() {
        return root.getFileName().toString();
    }

    Path java() {
        return root.resolve(HOME.substring(1)).resolve("bin/java");
    }

    /**
     * Finds it in the cache or links it, which takes about half a minute.
     *
     * @param jdk home of a JDK 25
     */
    public static JavaRuntime of(Path jdk, Path cache) {
        try {
            var release = Files.readString(jdk.resolve("release"));
            var id = "runtime-" + Checksum.of(List.of(release, LAYOUT, MODULES.toString()));
            var root = cache.resolve(id);
            if (!Files.exists(root)) {
                Files.createDirectories(cache);
                var fresh = Files.createTempDirectory(cache, "runtime-");
                link(jdk, fresh.resolve(HOME.substring(1)));
                copyCLibrary(fresh);
                writeNames(fresh);
                Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
            }
            return new JavaRuntime(root);
        } catch (IOException e) {
            throw new UncheckedIOException("the images' Java runtime cannot be made", e);
        }
    }

    private static void link(Path jdk, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Program.must(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                home.toString());
        // A linked runtime has no archive of the JDK's own classes until it is asked for one.
        Program.must(home.resolve("bin/java").toString(), "-Xshare:dump", "-XX:+UseSerialGC");
        try (var files = Files.list(home.resolve("lib/server"))) {
            for (var archive : files.filter(f -> f.toString().contains("_coh")).toList()) {
                Files.delete(archive);
            }
        }
    }

    private static void copyCLibrary(Path root) throws IOException {
        var machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        var directory = Path.of("/lib/" + machine + "-linux-gnu");
        var loader =
                machine.equals("aarch64")
                        ? Path.of("/lib/ld-linux-aarch64.so.1")
                        : Path.of("/lib64/ld-linux-x86-64.so.2");
        if (!Files.isDirectory(directory)) {
            throw new IOException(
                    "no C library in " + directory + ": a Debian-like system is needed");
        }
        copy(loader, root);
        for (var name : C_LIBRARY) {
            var file = directory.resolve(name);
            if (Files.exists(file)) {
                copy(file, root);
            }
        }
    }

    private static void copy(Path file, Path root) throws IOException {
        var target = root.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(file.toRealPath(), target, LinkOption.NOFOLLOW_LINKS);
    }

    private static void writeNames(Path root) throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(
                root.resolve("etc/passwd"),
                "easel:x:" + ServiceImage.USER + ":" + ServiceImage.USER + "::/tmp:\n");
        Files.writeString(root.resolve("etc/group"), "easel:x:" + ServiceImage.USER + ":\n");
        Files.writeString(
                root.resolve("etc/nsswitch.conf"),
                "hosts: files dns\npasswd: files\ngroup: files\n");
    }

    /** Every regular file of the root, in a fixed order. */
    List<Path> files() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
