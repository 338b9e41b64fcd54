package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.RequestLog;
import dev.easel.sandbox.standin.StandInServer;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** Ollama without a model: the wire is real, the words come from a phrase book. Thread-safe. */
public final class OllamaStandIn implements AutoCloseable {
    private final Faults faults = new Faults();
    private final LoadedModels loaded;
    private final Chats chats;
    private final StandInServer server;

    private OllamaStandIn(OllamaSettings settings) {
        var mapper = new ObjectMapper();
        var clock = Clock.systemUTC();
        loaded = new LoadedModels(clock);
        chats =
                new Chats(
                        mapper,
                        settings,
                        loaded,
                        faults,
                        new Author(mapper, Lexicon.load()),
                        clock);
        server =
                StandInServer.start(
                        settings.bindAddress(),
                        settings.port(),
                        false,
                        new Endpoints(mapper, settings, loaded, chats),
                        faults,
                        ModelFault.class);
    }

    public static OllamaStandIn start(OllamaSettings settings) {
        return new OllamaStandIn(settings);
    }

    /** As the sandbox shows it; port 0 for a free one. */
    public static OllamaStandIn start(String bindAddress, int port) {
        return start(OllamaSettings.forSandbox().listeningOn(bindAddress, port));
    }

    public URI url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog log() {
        return server.log();
    }

    /** How many chats were answered. */
    public int chats() {
        return chats.answered();
    }

    /** Names of the models in memory. */
    public List<String> loadedModels() {
        return loaded.now().stream().map(l -> l.model().name()).toList();
    }

    /** The GPU memory that is taken; for {@code Automatic1111StandIn.shareGpuWith}. */
    public long gpuBytes() {
        return loaded.gpuBytes();
    }

    public void goOffline() {
        server.goOffline();
    }

    public void goOnline() {
        server.goOnline();
    }

    @Override
    public void close() {
        server.close();
    }
}
