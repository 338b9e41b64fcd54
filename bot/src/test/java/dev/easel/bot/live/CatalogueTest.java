package dev.easel.bot.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    private static final String MODEL = "{\"name\":\"ink\",\"file\":null,\"family\":\"sdxl\"}";

    @TempDir private Path directory;

    private TestingLists lists;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        lists = new TestingLists(directory);
        catalogue = new Catalogue(lists.api, "gpu a");
        lists.put("/api/v1/models?pool=gpu+a", "{\"models\":[" + MODEL + "],\"complete\":true}");
        lists.put(
                "/api/v1/samplers?pool=gpu+a",
                "{\"samplers\":[{\"name\":\"Euler a\"}],\"complete\":true}");
        lists.put(
                "/api/v1/schedulers?pool=gpu+a",
                "{\"schedulers\":[{\"name\":\"Karras\"}],\"complete\":true}");
        lists.put("/api/v1/loras?limit=1000", "{\"loras\":[],\"total\":0}");
    }

    @AfterEach
    void close() {
        lists.close();
    }

    @Test
    void readsTheListsOfItsPool() {
        assertThat(catalogue.refresh()).isTrue();

        assertThat(catalogue.modelNames()).containsExactly("ink");
        assertThat(catalogue.samplers()).containsExactly("Euler a");
        assertThat(catalogue.schedulers()).containsExactly("Karras");
        assertThat(catalogue.loras()).isEmpty();
    }

    @Test
    void keepsEachListThatCannotBeReadAsItWas() {
        catalogue.refresh();
        lists.remove("/api/v1/models?pool=gpu+a");
        lists.put("/api/v1/samplers?pool=gpu+a", "{\"samplers\":[],\"complete\":false}");
        lists.put("/api/v1/schedulers?pool=gpu+a", "{\"schedulers\":[],\"complete\":true}");

        assertThat(catalogue.refresh()).isFalse();
        assertThat(catalogue.modelNames()).containsExactly("ink");
        assertThat(catalogue.samplers()).containsExactly("Euler a");
        assertThat(catalogue.schedulers()).isEqualTo(List.of());
    }
}
