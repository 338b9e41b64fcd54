package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stand-in for each test, whose clock moves when the test says so, and its event socket. */
abstract class WithGateway {
    static final int MESSAGES = GatewaySession.GUILDS | GatewaySession.GUILD_MESSAGES;

    final TestingClock clock = new TestingClock();
    DiscordStandIn standIn;

    @BeforeEach
    void start() {
        standIn = DiscordStandIn.start(DiscordStandIn.Options.on("127.0.0.1", 0).withClock(clock));
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** The session's id; READY is read. */
    String session(TestingSocket socket) {
        socket.identify(standIn.token(), MESSAGES);
        return socket.event("READY").at("/d/session_id").asText();
    }

    /** The id of a session that was cut off so; a number is the code that it was closed with. */
    String cutOff(String by) {
        try (var socket = new TestingSocket(standIn)) {
            var session = session(socket);
            socket.event("GUILD_CREATE");
            standIn.disturbGateway(by);
            int code = socket.closeCode();
            if (by.matches("[0-9]+")) {
                assertThat(code).isEqualTo(Integer.parseInt(by));
            }
            return session;
        }
    }
}
