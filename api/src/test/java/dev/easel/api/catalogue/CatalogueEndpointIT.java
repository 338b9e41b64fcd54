package dev.easel.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.ModelList;
import dev.easel.protocol.client.SamplerList;
import dev.easel.protocol.client.SchedulerList;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueEndpointIT {
    private static TestingEasel easel;
    private static Automatic1111StandIn renderer;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        renderer = Automatic1111StandIn.start("127.0.0.1", 0);
        easel = TestingEasel.start();
        easel.createPool("default", renderer.url().toString());
        easel.createPool("half-away", renderer.url().toString(), "http://127.0.0.1:9");
        easel.createPool("away", "http://127.0.0.1:9");
        key = easel.key(Set.of(Scope.READ), "g1");
    }

    @AfterAll
    static void stop() {
        easel.close();
        renderer.close();
    }

    @Test
    void listsModelsByNameWithFileAndFamily() {
        var list = easel.get("/api/v1/models", key).as(ModelList.class);
        assertThat(list.complete()).isTrue();
        assertThat(list.models()).isNotEmpty().isSortedAccordingTo(byName());
        assertThat(list.models())
                .allSatisfy(model -> {
                    assertThat(model.file()).endsWith(".safetensors").doesNotContain("/");
                    assertThat(model.file()).startsWith(model.name());
                });
        assertThat(list.models())
                .extracting(ModelList.Model::family)
                .contains(ModelFamily.SDXL)
                .doesNotContainNull();
    }

    private static java.util.Comparator<ModelList.Model> byName() {
        return java.util.Comparator.comparing(ModelList.Model::name);
    }

    @Test
    void listsSamplersAndSchedulersAsRequestsSpellThem() {
        var samplers = easel.get("/api/v1/samplers", key).as(SamplerList.class);
        assertThat(samplers.samplers())
                .extracting(SamplerList.Sampler::name)
                .contains("Euler a", "DPM++ 2M")
                .doesNotHaveDuplicates();
        var schedulers = easel.get("/api/v1/schedulers?pool=default", key).as(SchedulerList.class);
        assertThat(schedulers.schedulers())
                .extracting(SchedulerList.Scheduler::name)
                .contains("Karras")
                .doesNotHaveDuplicates();
    }

    @Test
    void saysWhenNotEveryBackEndCouldBeAsked() {
        var half = easel.get("/api/v1/models?pool=half-away", key).as(ModelList.class);
        assertThat(half.complete()).isFalse();
        assertThat(half.models()).isNotEmpty();
        var none = easel.get("/api/v1/models?pool=away", key).as(ModelList.class);
        assertThat(none).isEqualTo(new ModelList(List.of(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "samplers", "schedulers"})
    void namesThePoolsThatAreLikeOneThatDoesNotExist(String list) {
        var refused = easel.get("/api/v1/" + list + "?pool=defualt", key);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("PoolNotFound");
        assertThat(refused.json().path("detail").asText()).contains("Did you mean default?");
        assertThat(refused.json().path("params").path("nearest").asText()).isEqualTo("default");
        var strange = easel.get("/api/v1/" + list + "?pool=..%2F..%0Aqqqq", key);
        assertThat(strange.status()).isEqualTo(404);
        assertThat(strange.json().path("detail").asText()).contains("away, default, half-away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "samplers", "schedulers"})
    void isForThoseWhoMayRead(String list) {
        assertThat(easel.get("/api/v1/" + list, "").status()).isEqualTo(401);
        var writer = easel.key(Set.of(Scope.GENERATE), "g1");
        assertThat(easel.get("/api/v1/" + list, writer).status()).isEqualTo(403);
    }
}
