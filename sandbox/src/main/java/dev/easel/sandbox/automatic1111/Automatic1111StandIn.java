package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.RequestLog;
import dev.easel.sandbox.standin.StandInServer;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** AUTOMATIC1111 without a GPU: everything is real but the pictures. Thread-safe. */
public final class Automatic1111StandIn implements AutoCloseable {
    private final Faults faults;
    private final Renders renders;
    private final StandInServer server;

    private Automatic1111StandIn(Automatic1111Settings settings) {
        var mapper = new ObjectMapper();
        faults = new Faults();
        renders =
                new Renders(
                        settings,
                        faults,
                        new Options(mapper, settings.personality()),
                        Clock.systemUTC(),
                        RandomGenerator.getDefault());
        server =
                StandInServer.start(
                        settings.bindAddress(),
                        settings.port(),
                        true,
                        new Endpoints(mapper, settings, renders),
                        faults,
                        RenderFault.class);
    }

    public static Automatic1111StandIn start(Automatic1111Settings settings) {
        return new Automatic1111StandIn(settings);
    }

    /** As the sandbox shows it: lenient, about 40 ms per step; port 0 for a free one. */
    public static Automatic1111StandIn start(String bindAddress, int port) {
        return start(Automatic1111Settings.forSandbox().listeningOn(bindAddress, port));
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

    /** How many generations are being answered or wait. */
    public int inFlight() {
        return renders.occupancy.inFlight();
    }

    /** The most generations that were ever in flight at once; more than 1 is a violation. */
    public int inFlightMax() {
        return renders.occupancy.inFlightMax();
    }

    public int generations() {
        return renders.occupancy.generations();
    }

    /** What clients did that a real server would have suffered from in silence. */
    public List<String> violations() {
        return renders.occupancy.violations();
    }

    /** Counts memory that somebody else holds on the same GPU; too much of it is out of memory. */
    public void shareGpuWith(LongSupplier usedBytes) {
        renders.shareGpuWith(usedBytes);
    }

    public void goOffline() {
        server.goOffline();
    }

    public void goOnline() {
        server.goOnline();
    }

    @Override
    public void close() {
        renders.close();
        server.close();
    }
}
