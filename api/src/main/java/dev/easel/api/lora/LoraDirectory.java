package dev.easel.api.lora;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the directory without opening a file. Links are not followed: one that stays inside
 * leads to what is found anyway, any other leads out.
 */
final class LoraDirectory {
    private static final String SUFFIX = ".safetensors";
    private static final int DEPTH_MAX = 16;
    private static final int FILES_MAX = 50_000;
    private static final int NAME_CHARS_MAX = 253;

    /** Made by ext4 at the top of each volume, for root alone; nobody keeps files there. */
    private static final String LOST_AND_FOUND = "lost+found";

    /** What the database can keep and give back; a file's time may be anything. */
    private static final Instant TIME_MIN = Instant.EPOCH;

    private static final Instant TIME_MAX = Instant.parse("9999-12-31T00:00:00Z");

    private final Path root;

    LoraDirectory(Path root) {
        this.root = root;
    }

    /**
     * A LoRA file as it was when it was looked at.
     *
     * @param path relative to the directory
     * @param sidecar size and time of the files beside it
     * @param duplicates relative paths of further files of the same stem
     */
    record Seen(
            String name,
            String path,
            long bytes,
            Instant time,
            @Nullable Path json,
            @Nullable Path text,
            String sidecar,
            List<String> duplicates) {
        Seen {
            duplicates = List.copyOf(duplicates);
        }
    }

    /**
     * @param complete false if a part could not be read: then nothing may be taken for vanished
     */
    record Listing(List<Seen> files, boolean there, boolean complete, int skipped) {
        Listing {
            files = List.copyOf(files);
        }
    }

    Path resolve(String path) {
        return root.resolve(path);
    }

    Listing list() {
        if (!Files.isDirectory(root)) {
            return new Listing(List.of(), false, false, 0);
        }
        try {
            // The directory itself may be a link: whoever configured it meant where it leads.
            var walk = new Walk(root.toRealPath());
            Files.walkFileTree(
                    walk.base,
                    EnumSet.noneOf(java.nio.file.FileVisitOption.class),
                    DEPTH_MAX,
                    walk);
            return new Listing(walk.named(), true, walk.complete, walk.skipped);
        } catch (IOException e) {
            return new Listing(List.of(), false, false, 0);
        }
    }

    /** What one look finds. */
    static final class Walk implements FileVisitor<Path> {
        private record File(Path path, BasicFileAttributes attributes) {}

        private final Path base;
        private final TreeMap<String, File> loras = new TreeMap<>();
        private final Map<Path, BasicFileAttributes> beside = new HashMap<>();
        private boolean complete = true;
        private int skipped;

        Walk(Path base) {
            this.base = base;
        }

        boolean isComplete() {
            return complete;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var name = file.getFileName().toString();
            if (attributes.isSymbolicLink() || attributes.isDirectory()) {
                skipped++;
            } else if (!attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            } else if (name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
                lora(file, attributes);
            } else if (name.endsWith(".json") || name.endsWith(".txt")) {
                beside.put(file, attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        private void lora(Path file, BasicFileAttributes attributes) {
            var stem = stem(file);
            if (loras.size() >= FILES_MAX || !isUsable(stem)) {
                skipped++;
                return;
            }
            loras.put(base.relativize(file).toString(), new File(file, attributes));
        }

        /** Other names cannot be written into a prompt. */
        private static boolean isUsable(String stem) {
            return !stem.isBlank()
                    && stem.codePointCount(0, stem.length()) <= NAME_CHARS_MAX
                    && stem.codePoints()
                            .noneMatch(c ->
                                    Character.isISOControl(c)
                                            || c == '<'
                                            || c == '>'
                                            || c == ':'
                                            || c == 0xFFFD
                                            || (c >= 0xD800 && c <= 0xDFFF));
        }

        private static String stem(Path file) {
            var name = file.getFileName().toString();
            return name.substring(0, name.length() - SUFFIX.length());
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            complete &= base.relativize(file).toString().equals(LOST_AND_FOUND);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            complete &= e == null;
            return FileVisitResult.CONTINUE;
        }

        /** Of several files with one stem the first by path has the name. */
        private List<Seen> named() {
            var byName = new TreeMap<String, List<Map.Entry<String, File>>>();
            for (var entry : loras.entrySet()) {
                byName.computeIfAbsent(stem(entry.getValue().path()), _ -> new ArrayList<>())
                        .add(entry);
            }
            return byName.entrySet().stream()
                    .map(named -> seen(named.getKey(), named.getValue()))
                    .toList();
        }

        private Seen seen(String name, List<Map.Entry<String, File>> files) {
            var first = files.get(0).getValue();
            var json = besideOf(first.path(), name + ".json");
            var text = besideOf(first.path(), name + ".txt");
            return new Seen(
                    name,
                    files.get(0).getKey(),
                    first.attributes().size(),
                    time(first.attributes().lastModifiedTime()),
                    json,
                    text,
                    mark(json) + "/" + mark(text),
                    files.stream().skip(1).map(Map.Entry::getKey).toList());
        }

        private @Nullable Path besideOf(Path file, String name) {
            var candidate = file.resolveSibling(name);
            return beside.containsKey(candidate) ? candidate : null;
        }

        private String mark(@Nullable Path file) {
            var attributes = file == null ? null : beside.get(file);
            return attributes == null
                    ? ""
                    : attributes.size() + "@" + attributes.lastModifiedTime().toMillis();
        }
    }

    /** As finely as the database keeps it. */
    static Instant time(FileTime time) {
        var instant = time.toInstant();
        if (instant.isBefore(TIME_MIN)) {
            return TIME_MIN;
        }
        return instant.isAfter(TIME_MAX) ? TIME_MAX : instant.truncatedTo(ChronoUnit.MICROS);
    }
}
