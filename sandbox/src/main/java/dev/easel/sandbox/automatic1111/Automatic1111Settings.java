package dev.easel.sandbox.automatic1111;

import java.time.Duration;

/**
 * How a stand-in behaves.
 *
 * @param stepTime how long one sampling step of one image takes
 * @param checkpointLoadTime how long a switch of the checkpoint takes
 * @param strict unknown request fields are violations and answered 500; the original ignores them
 * @param webUi whether {@code /internal} exists, which {@code --nowebui} takes away
 * @param personality which of the programs with this interface it plays
 * @param gpuBytes the memory of the GPU it pretends to have
 */
public record Automatic1111Settings(
        String bindAddress,
        int port,
        Duration stepTime,
        Duration checkpointLoadTime,
        boolean strict,
        boolean webUi,
        long gpuBytes,
        Catalogue catalogue,
        Personality personality) {

    /** For a person to watch. */
    public static Automatic1111Settings forSandbox() {
        return new Automatic1111Settings(
                "127.0.0.1",
                0,
                Duration.ofMillis(40),
                Duration.ofSeconds(1),
                false,
                true,
                16L << 30,
                Catalogue.sample(),
                Personality.A1111);
    }

    /** As fast as it paints, and strict. */
    public static Automatic1111Settings forTests() {
        return new Automatic1111Settings(
                "127.0.0.1",
                0,
                Duration.ZERO,
                Duration.ZERO,
                true,
                true,
                16L << 30,
                Catalogue.sample(),
                Personality.A1111);
    }

    public Automatic1111Settings listeningOn(String address, int atPort) {
        return new Automatic1111Settings(
                address,
                atPort,
                stepTime,
                checkpointLoadTime,
                strict,
                webUi,
                gpuBytes,
                catalogue,
                personality);
    }

    public Automatic1111Settings withStepTime(Duration time) {
        return new Automatic1111Settings(
                bindAddress,
                port,
                time,
                checkpointLoadTime,
                strict,
                webUi,
                gpuBytes,
                catalogue,
                personality);
    }

    public Automatic1111Settings withStrict(boolean value) {
        return new Automatic1111Settings(
                bindAddress,
                port,
                stepTime,
                checkpointLoadTime,
                value,
                webUi,
                gpuBytes,
                catalogue,
                personality);
    }

    public Automatic1111Settings withWebUi(boolean value) {
        return new Automatic1111Settings(
                bindAddress,
                port,
                stepTime,
                checkpointLoadTime,
                strict,
                value,
                gpuBytes,
                catalogue,
                personality);
    }

    public Automatic1111Settings as(Personality value) {
        return new Automatic1111Settings(
                bindAddress,
                port,
                stepTime,
                checkpointLoadTime,
                strict,
                webUi,
                gpuBytes,
                catalogue,
                value);
    }
}
