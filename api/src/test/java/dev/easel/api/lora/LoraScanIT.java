package dev.easel.api.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig;
import dev.easel.api.Database;
import dev.easel.api.catalogue.Catalogue;
import dev.easel.api.catalogue.Reading;
import dev.easel.protocol.Json;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.LoraScanReport;
import dev.easel.sandbox.postgres.TestPostgres;
import dev.easel.service.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoraScanIT {
    private static final Logger LOG = LoggerFactory.getLogger(LoraScanIT.class);

    /** How many files the measurement is made with; more are asked for from the command line. */
    private static final int FILES = Integer.getInteger("easel.test.loras", 400);

    @TempDir private Path directory;
    private Database database;
    private LoraStore store;

    @BeforeEach
    void open() {
        var access = TestPostgres.shared().database();
        database =
                Database.open(
                        new ApiConfig.Database(
                                access.jdbcUrl(), access.user(), new Secret(access.password())));
        store = new LoraStore(database.jdbi());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fillsTheCatalogueFromFilesAndWhatLiesBesideThem() throws IOException {
        var metadata = new HashMap<>(TestingLoraFiles.kohya("ink-wash"));
        metadata.put("modelspec.title", "Ink Wash");
        var file = write("styles/ink-wash.safetensors", metadata, 1);
        Files.writeString(
                directory.resolve("styles/ink-wash.json"),
                "{\"description\": \"墨絵の画風\", \"activation text\": \"sumi-e\","
                        + " \"preferred weight\": 0.7}");
        var report = scan();
        assertThat(report.added()).isEqualTo(1);
        assertThat(report.unhashed()).isZero();
        var row = row("ink-wash");
        assertThat(row.path()).isEqualTo("styles/ink-wash.safetensors");
        assertThat(row.card().title()).isEqualTo("Ink Wash");
        assertThat(row.card().description()).isEqualTo("墨絵の画風");
        assertThat(row.card().triggers()).containsExactly("sumi-e");
        assertThat(row.card().family()).isEqualTo(ModelFamily.SD1);
        assertThat(row.card().weight()).isEqualByComparingTo("0.7");
        assertThat(row.fileHash()).isEqualTo(sha256(Files.readAllBytes(file), 0));
        var header = (int) SafetensorsHeader.read(file, java.util.Set.of()).bytes();
        assertThat(row.modelHash()).isEqualTo(sha256(Files.readAllBytes(file), header));
    }

    @Test
    void noticesNewChangedAndVanishedFilesAndOpensNoOther() throws IOException {
        write("a.safetensors", TestingLoraFiles.kohya("a"), 1);
        write("b.safetensors", TestingLoraFiles.kohya("b"), 2);
        var kept = write("c.safetensors", TestingLoraFiles.kohya("c"), 3);
        assertThat(scan().added()).isEqualTo(3);
        var before = row("c");
        // Whoever read it again would find nothing in it.
        forget(kept);
        write("a.safetensors", TestingLoraFiles.kohya("a2"), 4);
        Files.delete(directory.resolve("b.safetensors"));
        write("d.safetensors", TestingLoraFiles.kohya("d"), 5);
        var report = scan();
        assertThat(report)
                .extracting(
                        LoraScanReport::added,
                        LoraScanReport::changed,
                        LoraScanReport::removed,
                        LoraScanReport::unreadable)
                .containsExactly(1, 1, 1, 0);
        assertThat(store.all()).extracting(LoraRow::name).containsExactly("a", "c", "d");
        assertThat(row("a").card().alias()).isEqualTo("a2");
        assertThat(row("c")).isEqualTo(before);
    }

    /** The same size and time, other bytes: only a scan that reads it again would notice. */
    private static void forget(Path file) throws IOException {
        var time = Files.getLastModifiedTime(file);
        Files.write(file, new byte[(int) Files.size(file)]);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void readsAChangedSidecarWithoutHashingTheFileAgain() throws IOException {
        var file = write("a.safetensors", TestingLoraFiles.kohya("a"), 1);
        scan();
        var hash = row("a").fileHash();
        Files.writeString(directory.resolve("a.txt"), "夕焼けの画風");
        forget(file);
        assertThat(scan().changed()).isEqualTo(1);
        assertThat(row("a").card().description()).isEqualTo("夕焼けの画風");
        assertThat(row("a").fileHash()).isEqualTo(hash);
    }

    @Test
    void keepsTheCatalogueIfTheVolumeIsNotMounted() throws IOException {
        write("a.safetensors", TestingLoraFiles.kohya("a"), 1);
        scan();
        Files.delete(directory.resolve("a.safetensors"));
        assertThat(scan().warning()).contains("volume is mounted");
        assertThat(store.all()).hasSize(1);
        assertThat(scan(directory.resolve("absent")).warning()).contains("cannot be read");
        assertThat(store.all()).hasSize(1);
        assertThat(store.lastReport().orElseThrow().warning()).contains("cannot be read");
    }

    @Test
    void givesTheNameToTheFirstOfSeveralFilesAndTellsOfTheOthers() throws IOException {
        write("x/same.safetensors", TestingLoraFiles.kohya("x"), 1);
        write("y/same.safetensors", TestingLoraFiles.kohya("y"), 2);
        assertThat(scan().duplicates()).containsExactly("y/same.safetensors");
        assertThat(row("same").path()).isEqualTo("x/same.safetensors");
        assertThat(row("same").duplicates()).containsExactly("y/same.safetensors");
        Files.delete(directory.resolve("x/same.safetensors"));
        assertThat(scan().duplicates()).isEmpty();
        assertThat(row("same").card().alias()).isEqualTo("y");
    }

    @Test
    void followsNoLinkAndReadsNothingElse(@TempDir Path outside) throws IOException {
        TestingLoraFiles.write(
                outside.resolve("secret.safetensors"), TestingLoraFiles.kohya("s"), 10, 1);
        write("a.safetensors", TestingLoraFiles.kohya("a"), 1);
        Files.createSymbolicLink(directory.resolve("loop"), directory);
        Files.createSymbolicLink(directory.resolve("out"), outside);
        Files.createSymbolicLink(
                directory.resolve("link.safetensors"), outside.resolve("secret.safetensors"));
        Files.writeString(directory.resolve("old.pt"), "pickled");
        Files.writeString(directory.resolve("no<name>.safetensors"), "x");
        var report = scan();
        assertThat(store.all()).extracting(LoraRow::name).containsExactly("a");
        assertThat(report.skipped()).isEqualTo(4);
    }

    @Test
    void listsAFileWithoutMetadataByItsNameAlone() throws IOException {
        Files.writeString(directory.resolve("broken.safetensors"), "not a LoRA");
        scan();
        assertThat(row("broken").card()).isEqualTo(dev.easel.api.catalogue.LoraCard.EMPTY);
        assertThat(row("broken").fileHash()).isNotNull();
        assertThat(row("broken").modelHash()).isNull();
    }

    @Test
    void rehashesNothingTheSecondTime() throws IOException {
        for (int i = 0; i < FILES; i++) {
            write(i % 50 + "/style-" + i + ".safetensors", TestingLoraFiles.kohya("s" + i), i);
        }
        var start = Instant.now();
        assertThat(scan().added()).isEqualTo(FILES);
        var cold = Duration.between(start, Instant.now());
        var rows = store.all();
        start = Instant.now();
        var report = scan();
        var warm = Duration.between(start, Instant.now());
        assertThat(report.changed() + report.added() + report.removed()).isZero();
        assertThat(store.all()).isEqualTo(rows);
        assertThat(warm).isLessThan(Duration.ofSeconds(10));
        list();
        start = Instant.now();
        list();
        LOG.atInfo()
                .addKeyValue("files", FILES)
                .addKeyValue("cold.millis", cold.toMillis())
                .addKeyValue("warm.millis", warm.toMillis())
                .addKeyValue("list.millis", Duration.between(start, Instant.now()).toMillis())
                .log("LoRA scan measured");
    }

    /** All that an answer takes but the network. */
    private void list() throws IOException {
        var reading =
                new Reading(List.of(new Catalogue(List.of(), List.of(), List.of(), List.of())), 0);
        var wanted = new LoraListing.Wanted("", null, null, null);
        var page =
                LoraListing.page(
                        LoraListing.sorted(store.all(), reading, wanted),
                        wanted,
                        store.lastReport().orElse(null));
        assertThat(page.loras()).hasSize(FILES);
        assertThat(Json.mapper().writeValueAsBytes(page)).isNotEmpty();
    }

    private LoraScanReport scan() {
        return scan(directory);
    }

    private LoraScanReport scan(Path root) {
        return new LoraScan(
                        new LoraDirectory(root), store, 1L << 40, Clock.systemUTC(), () -> false)
                .run();
    }

    private LoraRow row(String name) {
        return store.all().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    private Path write(String path, Map<String, String> metadata, long seed) throws IOException {
        return TestingLoraFiles.write(directory.resolve(path), metadata, 24 * 1024, seed);
    }

    private static String sha256(byte[] bytes, int from) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, bytes.length - from);
            return java.util.HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
