package dev.easel.sandbox.standin;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** What goes wrong around a request, whatever it asks for. */
public sealed interface TransportFault extends Fault {

    /** The request is read and the connection closed before any byte of an answer. */
    @JsonTypeName("connection-reset")
    record ConnectionReset() implements TransportFault {}

    /**
     * Nobody listens for a while, so connections are refused. Over HTTP it begins when it is armed;
     * in process use {@link StandInServer#goOffline}.
     */
    @JsonTypeName("offline")
    record Offline(long millis) implements TransportFault {}

    /** The request is handled only after a delay. */
    @JsonTypeName("slow")
    record Slow(long millis) implements TransportFault {}

    /** A proxy's or server's own answer in place of the real one. */
    @JsonTypeName("answer")
    record Answer(int status, String contentType, String body) implements TransportFault {}

    /** 429, and when to come again. */
    @JsonTypeName("rate-limited")
    record RateLimited(int seconds) implements TransportFault {}

    /** The real answer packed with gzip, though nobody said that it may be. */
    @JsonTypeName("packed")
    record Packed() implements TransportFault {}

    /** An HTML page where JSON is expected, as misdirected proxies answer. */
    @JsonTypeName("html")
    record Html(int status) implements TransportFault {}

    /** The real answer, cut in the middle under a correct length. */
    @JsonTypeName("truncated-json")
    record TruncatedJson() implements TransportFault {}
}
