package dev.easel.generator;

import dev.easel.protocol.Lora;
import dev.easel.protocol.work.LoraEntry;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import dev.easel.protocol.work.WorkOrder;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Work orders as api would write them: the installation's defaults, and what the test changes. */
public final class TestingOrder {
    static final String MODEL = "huihui_ai/gpt-oss-abliterated:20b-v2-q4_K_M";

    private String action = "Generate";
    private int attempt = 1;
    private @Nullable String instruction = "和風サイバーパンクの女性、夕景、彩度高め";
    private @Nullable Resolved<String> prompt;
    private @Nullable Resolved<String> suffix;
    private @Nullable Resolved<String> model;
    private @Nullable Resolved<List<Lora>> loras;
    private @Nullable Resolved<String> sampler;
    private @Nullable Resolved<String> scheduler;
    private @Nullable Resolved<Long> seed;
    private Resolved<Integer> side = new Resolved<>(512, Provenance.INSTALLATION);
    private Resolved<Integer> steps = new Resolved<>(20, Provenance.INSTALLATION);
    private Resolved<Integer> images = new Resolved<>(4, Provenance.INSTALLATION);
    private String ollamaModel = MODEL;
    private boolean sharedMemory = true;
    private String locale = "ja";
    private boolean research;
    private @Nullable Previous previous;
    private List<LoraEntry> known = List.of();
    private Resolved<Integer> width = side;
    private WorkOrder.Limits limits = new WorkOrder.Limits(60, 30, 30, 2);

    public static TestingOrder anOrder() {
        return new TestingOrder();
    }

    public TestingOrder action(String value) {
        action = value;
        return this;
    }

    TestingOrder attempt(int value) {
        attempt = value;
        return this;
    }

    public TestingOrder instruction(@Nullable String value) {
        instruction = value;
        return this;
    }

    public TestingOrder prompt(String value) {
        prompt = new Resolved<>(value, Provenance.REQUEST);
        return this;
    }

    public TestingOrder suffix(String value) {
        suffix = new Resolved<>(value, Provenance.USER);
        return this;
    }

    public TestingOrder model(String value, Provenance from) {
        model = new Resolved<>(value, from);
        return this;
    }

    public TestingOrder loras(Lora... values) {
        loras = new Resolved<>(List.of(values), Provenance.REQUEST);
        return this;
    }

    public TestingOrder sampler(String value, Provenance from) {
        sampler = new Resolved<>(value, from);
        return this;
    }

    public TestingOrder scheduler(String value, Provenance from) {
        scheduler = new Resolved<>(value, from);
        return this;
    }

    public TestingOrder seed(long value) {
        seed = new Resolved<>(value, Provenance.REQUEST);
        return this;
    }

    TestingOrder side(int value) {
        side = new Resolved<>(value, Provenance.REQUEST);
        width = side;
        return this;
    }

    public TestingOrder width(int value) {
        width = new Resolved<>(value, Provenance.REQUEST);
        return this;
    }

    TestingOrder research() {
        research = true;
        return this;
    }

    TestingOrder locale(String value) {
        locale = value;
        return this;
    }

    public TestingOrder previous(Previous value) {
        previous = value;
        return this;
    }

    /** What the catalogue knows of LoRAs. */
    public TestingOrder known(LoraEntry... values) {
        known = List.of(values);
        return this;
    }

    public TestingOrder steps(int value, Provenance from) {
        steps = new Resolved<>(value, from);
        return this;
    }

    public TestingOrder images(int value, Provenance from) {
        images = new Resolved<>(value, from);
        return this;
    }

    TestingOrder ollamaModel(String value) {
        ollamaModel = value;
        return this;
    }

    TestingOrder separateMemory() {
        sharedMemory = false;
        return this;
    }

    TestingOrder limits(int run, int compose, int render, int ready) {
        limits = new WorkOrder.Limits(run, compose, render, ready);
        return this;
    }

    public ResolvedParameters parameters() {
        return new ResolvedParameters(
                prompt,
                new Resolved<>("lowres, blurry", Provenance.INSTALLATION),
                suffix,
                model,
                loras,
                sampler,
                scheduler,
                seed,
                steps,
                new Resolved<>(new BigDecimal("7.0"), Provenance.INSTALLATION),
                width,
                side,
                images);
    }

    public WorkOrder on(URI automatic1111, URI ollama) {
        return new WorkOrder(
                UUID.randomUUID(),
                attempt,
                7,
                UUID.randomUUID(),
                action,
                instruction,
                locale,
                research,
                parameters(),
                previous,
                known,
                new WorkOrder.Backend("gpu-0", automatic1111, ollama, ollamaModel, sharedMemory),
                limits);
    }
}
