package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.discord.window.Window;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Discord of one guild, one bot and two users, spoken by the real wire formats. It outlives the
 * bot: sessions, messages and commands stay when a bot stops and starts again.
 */
public final class DiscordStandIn implements AutoCloseable {
    /** The token a bot uses unless another was chosen. It opens nothing but this. */
    public static final String TOKEN = "sandbox.discord.token";

    public static final String GUILD_ID = World.GUILD_ID;
    public static final String BOT_ID = World.BOT.id();
    public static final String APPLICATION_ID = World.APPLICATION_ID;

    private static final Logger LOG = LoggerFactory.getLogger(DiscordStandIn.class);
    private static final String REST = "/api/v10";
    private static final String CDN = "/cdn";
    private static final String GATEWAY = "/gateway";
    private static final String CONTROL = "/_sandbox";

    /**
     * How it starts.
     *
     * @param bind the address to listen on
     * @param port the port, or 0 for a free one
     * @param advertised the host in the addresses it hands out; null for the bind address
     * @param token the bot's token
     * @param clock what all windows are measured with
     */
    public record Options(
            String bind, int port, @Nullable String advertised, String token, Clock clock) {
        /** The usual: own token, real clock. */
        public static Options on(String bind, int port) {
            return new Options(bind, port, null, TOKEN, Clock.systemUTC());
        }

        public Options withToken(String other) {
            return new Options(bind, port, advertised, other, clock);
        }

        public Options withClock(Clock other) {
            return new Options(bind, port, advertised, token, other);
        }

        public Options withAdvertised(String host) {
            return new Options(bind, port, host, token, clock);
        }
    }

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Undertow server;
    private final String authority;
    private final World world;
    private final Faults faults = new Faults();
    private final RequestLog log = new RequestLog();
    private final Checks checks = new Checks();
    private final Gateway gateway;
    private final Rest rest;
    private final Cdn cdn;
    private final Messages messages;
    private final Feed feed = new Feed();
    private final Window window = new Window();
    private final Events events;
    private final Commands commands;
    private final UserDriver users;
    private final Admin admin;
    private final ClientView view;
    private final ControlSurface control = new ControlSurface(this);

    private DiscordStandIn(Options options) {
        var port = options.port() == 0 ? freePort(options.bind()) : options.port();
        var wildcard = options.bind().equals("0.0.0.0");
        var host = options.advertised() != null ? options.advertised() : options.bind();
        this.authority =
                (wildcard && options.advertised() == null ? "127.0.0.1" : host) + ":" + port;
        this.world = new World(options.clock(), options.token());
        var access = new Access(world);
        var shapes = new Shapes(world, access);
        var messageShapes = new MessageShapes(world, shapes, cdnUrl());
        this.gateway = new Gateway(world, shapes, faults, gatewayUrl());
        this.events = new Events(world, access, gateway, feed, shapes, messageShapes);
        var bodies = new MessageBody(world, new Mentions(world, access), cdnUrl());
        this.messages = new Messages(world, access, messageShapes, bodies, events);
        var threads = new Threads(world, access, shapes, messages, events);
        this.commands = new Commands(world, events);
        var routes = new Routes();
        new Accounts(world, shapes, threads, gateway, gatewayUrl()).addTo(routes);
        new Guilds(world, shapes).addTo(routes);
        commands.addTo(routes);
        new Interactions(world, messageShapes, bodies, messages, events).addTo(routes);
        new Webhooks(world, messageShapes, bodies, messages).addTo(routes);
        new History(world, access, messageShapes).addTo(routes);
        messages.addTo(routes);
        new Reactions(access, events).addTo(routes);
        new ThreadListings(world, access, shapes).addTo(routes);
        threads.addTo(routes);
        var members = new ThreadMembers(world, access, events);
        members.addTo(routes);
        this.rest = new Rest(world, routes, faults, log, checks);
        this.cdn = new Cdn(world);
        this.users =
                new UserDriver(
                        world,
                        access,
                        messages,
                        messageShapes,
                        threads,
                        members,
                        commands,
                        new InteractionPayloads(world, access, shapes),
                        events,
                        cdnUrl());
        this.admin = new Admin(world, access, gateway, threads, events);
        this.view = new ClientView(world, access, feed, shapes, messageShapes);
        this.server =
                Undertow.builder()
                        .addHttpListener(port, options.bind())
                        .setIoThreads(2)
                        .setWorkerThreads(2)
                        .setHandler(this::route)
                        .build();
    }

    /** Listens on an address and port (0 for a free one) with the usual token. */
    public static DiscordStandIn start(String bind, int port) {
        return start(Options.on(bind, port));
    }

    public static DiscordStandIn start(Options options) {
        var standIn = new DiscordStandIn(options);
        standIn.server.start();
        LOG.atInfo().addKeyValue("url", standIn.restUrl()).log("the Discord stand-in listens");
        return standIn;
    }

    private static int freePort(String bind) {
        try (var probe = new java.net.ServerSocket()) {
            probe.bind(new InetSocketAddress(bind, 0));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void route(HttpServerExchange exchange) throws Exception {
        var path = exchange.getRequestURI();
        if (path.equals(GATEWAY) || path.equals(GATEWAY + "/")) {
            gateway.handle(exchange);
            return;
        }
        exchange.dispatch(handlers, this::serve);
    }

    private void serve(HttpServerExchange exchange) throws IOException {
        exchange.startBlocking();
        var path = exchange.getRequestURI();
        if (path.startsWith(CONTROL + "/") && !SameOrigin.holds(exchange)) {
            Rest.send(exchange, SameOrigin.REFUSAL);
        } else if (path.startsWith(REST + "/")) {
            rest.handle(exchange, path.substring(REST.length()));
        } else if (path.startsWith(CDN + "/")) {
            cdn.handle(exchange, path.substring(CDN.length()));
        } else if (path.equals(CONTROL + "/events")) {
            view.stream(exchange);
        } else if (path.startsWith(CONTROL + "/")) {
            control.handle(exchange, path.substring(CONTROL.length()));
        } else if (path.startsWith(Window.PATH)) {
            window.handle(exchange);
        } else {
            exchange.setStatusCode(404);
            exchange.endExchange();
        }
    }

    /** The REST base a client is configured with. */
    public String restUrl() {
        return "http://" + authority + REST + "/";
    }

    public String gatewayUrl() {
        return "ws://" + authority + GATEWAY;
    }

    public String cdnUrl() {
        return "http://" + authority + CDN;
    }

    /** The base of the control surface. */
    public String controlUrl() {
        return "http://" + authority + CONTROL;
    }

    /** The page for people. */
    public String windowUrl() {
        return "http://" + authority + Window.PATH;
    }

    public String token() {
        return world.token();
    }

    public UserDriver users() {
        return users;
    }

    public Admin admin() {
        return admin;
    }

    ClientView view() {
        return view;
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog log() {
        return log;
    }

    /** Where a request or an answer did not fit Discord's own description of its API. */
    public List<String> violations() {
        return checks.violations();
    }

    public Knobs knobs() {
        return world.knobs();
    }

    /**
     * Turns all knobs at once. A new boost tier is an event: clients read their file limit there.
     */
    public void turn(Knobs knobs) {
        world.locked(() -> {
            var boosted = knobs.boostTier() != world.knobs().boostTier();
            world.turn(knobs);
            if (boosted) {
                events.guildUpdated();
            }
            return true;
        });
    }

    /** Requests of the last ten minutes that count to Discord's ban: 401, 403, 429. */
    public int invalidRequests() {
        return rest.invalidRequests();
    }

    /** Bots with a live gateway connection. */
    public int connectedSessions() {
        return gateway.connected();
    }

    /**
     * Troubles the gateway: {@code reconnect} (op 7), {@code heartbeat} (op 1), {@code resumable}
     * (op 9 true), {@code invalidate} (op 9 false, sessions forgotten), {@code reset} (TCP), or a
     * close code such as {@code 4009}.
     */
    public void disturbGateway(String action) {
        gateway.disturb(action);
    }

    /** Forgets channels, messages, interactions, faults, knobs and log; commands stay. */
    public void reset() {
        faults.clear();
        log.clear();
        checks.clear();
        world.reset();
        messages.forgetNonces();
        rest.forgetLimits();
        commands.forgetCreates();
        gateway.forgetIdentifies();
        events.worldReset();
    }

    /** An interaction's token, which otherwise only its event tells. */
    String tokenOf(String interactionId) {
        return world.locked(() -> {
            var found = world.interaction(interactionId);
            if (found == null) {
                throw new IllegalArgumentException("there is no interaction " + interactionId);
            }
            return found.token;
        });
    }

    <T> Optional<T> await(Supplier<Optional<T>> probe, Duration patience) {
        return world.await(probe, patience);
    }

    /** Who and what is here, for people and scripts. */
    ObjectNode directory() {
        var json = view.directory();
        json.put("restUrl", restUrl()).put("gatewayUrl", gatewayUrl());
        json.set("channels", Json.MAPPER.valueToTree(users.channels()));
        return json;
    }

    @Override
    public void close() {
        gateway.resetAll();
        feed.close();
        server.stop();
        checks.close();
        // Long polls end at once.
        handlers.shutdownNow();
    }
}
