package dev.easel.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The committed definitions are what the records say. To write them and the reference anew: {@code
 * mvn -pl crds test -Deasel.manifests=write}.
 */
class ManifestsTest {
    static final boolean WRITE = "write".equals(System.getProperty("easel.manifests"));
    static final String HOW = "write it anew with -Deasel.manifests=write";

    private static final Path MANIFESTS = Path.of("manifests");

    @ParameterizedTest
    @ValueSource(strings = {"generationrequests.easel.dev.yaml", "generationpools.easel.dev.yaml"})
    void committedDefinitionIsWhatTheRecordsSay(String name) throws IOException {
        var definition = Objects.requireNonNull(CrdManifests.generate().get(name));
        var fresh = CrdManifests.yaml(definition);
        var file = MANIFESTS.resolve(name);
        if (WRITE) {
            Files.writeString(file, fresh);
        }
        assertThat(file).as(HOW).content().isEqualTo(fresh);
    }
}
