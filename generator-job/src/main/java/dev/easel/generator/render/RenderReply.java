package dev.easel.generator.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What came of one txt2img call. */
sealed interface RenderReply {
    /** The decoded images and the peer's {@code info} object. */
    record Pictures(List<byte[]> images, JsonNode details, String rawInfo) implements RenderReply {}

    /** An HTTP error, by the peer's own words. */
    record Refused(int status, String errorClass, String text) implements RenderReply {}

    /** No connection was made, so nothing was started. */
    record NotConnected(String why) implements RenderReply {}

    /** The connection broke: whether it renders is unknown. */
    record Lost(String why) implements RenderReply {}

    /** Status 200 and something that is no txt2img answer. */
    record Garbage(String why) implements RenderReply {}
}
