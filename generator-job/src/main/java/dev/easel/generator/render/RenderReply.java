package dev.easel.generator.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** What came of one call for pictures. */
sealed interface RenderReply {
    /** The decoded images and the peer's {@code info} object, or what else it said of them. */
    record Pictures(List<byte[]> images, JsonNode details, String rawInfo) implements RenderReply {}

    /** An HTTP error, by the peer's own words. */
    record Refused(int status, String errorClass, String text, Duration retryAfter)
            implements RenderReply {}

    /** No connection was made, so nothing was started. */
    record NotConnected(String why) implements RenderReply {}

    /**
     * The connection broke: whether it renders is unknown.
     *
     * @param answering an answer had begun
     */
    record Lost(String why, boolean answering) implements RenderReply {}

    /** Status 200 and something that is no answer to it. */
    record Garbage(String why) implements RenderReply {}
}
