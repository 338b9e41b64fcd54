package dev.easel.api.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig;
import dev.easel.api.Database;
import dev.easel.sandbox.postgres.TestPostgres;
import dev.easel.service.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a scan comes first, and what must not hold up the rest. */
class LoraScanOrderIT {
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
    void hashesNoLongerThanUntilTheNextScanIsDue() throws IOException {
        write("a");
        write("b");
        write("c");
        assertThat(scanWithTheNextOneDue()).isEqualTo(2);
        write("d");
        assertThat(scanWithTheNextOneDue()).isEqualTo(2);
        assertThat(store.cards()).containsKey("d");
        assertThat(scanWithTheNextOneDue()).isEqualTo(1);
        assertThat(scanWithTheNextOneDue()).isZero();
    }

    @Test
    void cataloguesTheOthersWhateverIsBesideAFile() throws IOException {
        write("bad");
        Files.writeString(directory.resolve("bad.json"), "{\"preferred weight\": 1e999}");
        write("good");
        scanWithTheNextOneDue();
        assertThat(store.cards()).containsOnlyKeys("bad", "good");
    }

    private long scanWithTheNextOneDue() {
        return new LoraScan(
                        new LoraDirectory(directory),
                        store,
                        1L << 40,
                        Clock.systemUTC(),
                        () -> false,
                        () -> true)
                .run()
                .unhashed();
    }

    private void write(String name) throws IOException {
        TestingLoraFiles.write(
                directory.resolve(name + ".safetensors"), TestingLoraFiles.kohya(name), 64, 1);
    }
}
