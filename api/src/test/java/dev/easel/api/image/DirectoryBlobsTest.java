package dev.easel.api.image;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobsTest extends ImageStoreContract {
    @TempDir private Path directory;
    private Blobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = new DirectoryBlobs(directory);
    }

    @Override
    Blobs blobs() {
        return blobs;
    }
}
