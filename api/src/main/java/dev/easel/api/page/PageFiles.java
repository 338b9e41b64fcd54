package dev.easel.api.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the page, read once. What {@code index.html} names is served, and nothing else. All
 * of them together have a version, which is part of their addresses: a file may be kept forever,
 * and after an upgrade no old one is mixed with new ones.
 */
final class PageFiles {
    private static final String PLACE = "{assets}";
    private static final Pattern NAMED =
            Pattern.compile(Pattern.quote(PLACE) + "/([a-z0-9]+(?:-[a-z0-9]+)*\\.(?:js|css|svg))");
    private static final int VERSION_CHARS = 16;
    private static final int TAG_CHARS = 32;
    private static final Map<String, String> TYPES =
            Map.of(
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml");

    private final Map<String, File> assets;
    private final String version;
    private final File index;

    /** A file as it is sent, to those who accept gzip and to the others. */
    static final class File {
        private final String type;
        private final byte[] bytes;
        private final byte[] gzip;
        private final String tag;

        private File(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
            this.gzip = zipped(bytes);
            this.tag = "\"" + sha256(bytes).substring(0, TAG_CHARS) + "\"";
        }

        String type() {
            return type;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        byte[] gzip() {
            return gzip.clone();
        }

        /** With its quotation marks. */
        String tag() {
            return tag;
        }
    }

    private PageFiles(Map<String, File> assets, String template) {
        this.assets = Map.copyOf(assets);
        this.version = version(assets);
        this.index =
                new File(
                        "text/html; charset=utf-8",
                        template.replace(PLACE, "/assets/" + version)
                                .getBytes(StandardCharsets.UTF_8));
    }

    static PageFiles read() {
        var template = new String(resource("index.html"), StandardCharsets.UTF_8);
        var assets = new TreeMap<String, File>();
        for (var found = NAMED.matcher(template); found.find(); ) {
            var name = found.group(1);
            var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            assets.put(name, new File(String.valueOf(type), resource(name)));
        }
        return new PageFiles(assets, template);
    }

    File index() {
        return index;
    }

    String version() {
        return version;
    }

    Optional<File> asset(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    Map<String, File> assets() {
        return assets;
    }

    private static byte[] resource(String name) {
        try (var in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's " + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(Map<String, File> assets) {
        var tags = new StringBuilder();
        assets.forEach((name, file) -> tags.append(name).append(file.tag()));
        return sha256(tags.toString().getBytes(StandardCharsets.UTF_8)).substring(0, VERSION_CHARS);
    }

    private static byte[] zipped(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 2);
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
