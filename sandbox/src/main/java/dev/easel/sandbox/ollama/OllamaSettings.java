package dev.easel.sandbox.ollama;

import java.time.Duration;
import java.util.List;

/**
 * How a stand-in behaves.
 *
 * @param loadTime how long a model takes to load
 * @param unloadTime how long it stays listed after its unload was acknowledged
 * @param answerTime how long an answer takes, thinking included
 */
public record OllamaSettings(
        String bindAddress,
        int port,
        List<OllamaModel> models,
        Duration loadTime,
        Duration unloadTime,
        Duration answerTime) {
    public OllamaSettings {
        models = List.copyOf(models);
    }

    /** For a person to watch. */
    public static OllamaSettings forSandbox() {
        return new OllamaSettings(
                "127.0.0.1",
                0,
                List.of(OllamaModel.gptOss(), OllamaModel.small()),
                Duration.ofMillis(1_200),
                Duration.ofMillis(200),
                Duration.ofMillis(800));
    }

    /** Without any delay. */
    public static OllamaSettings forTests() {
        return new OllamaSettings(
                "127.0.0.1",
                0,
                List.of(OllamaModel.gptOss(), OllamaModel.small()),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    public OllamaSettings listeningOn(String address, int atPort) {
        return new OllamaSettings(address, atPort, models, loadTime, unloadTime, answerTime);
    }

    public OllamaSettings withModels(List<OllamaModel> value) {
        return new OllamaSettings(bindAddress, port, value, loadTime, unloadTime, answerTime);
    }

    public OllamaSettings withTimes(Duration load, Duration unload, Duration answer) {
        return new OllamaSettings(bindAddress, port, models, load, unload, answer);
    }
}
