package dev.easel.generator.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The images of one answer, taken out of their base64 while it is read. Bounded. */
final class ArrivedImages {
    /** Eight and their grid, and what extensions may append. */
    private static final int IMAGES_MAX = 24;

    /** What api takes for one image. */
    private static final long BYTES_MAX = 64L << 20;

    private final List<byte[]> images = new ArrayList<>();
    private long left = BYTES_MAX;
    private boolean saw;
    private boolean one;

    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer has more than %d MiB of images".formatted(BYTES_MAX >> 20));
        }
    }

    void readArray(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        saw = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (images.size() < IMAGES_MAX) {
                images.add(bytes(json));
            } else {
                json.skipChildren();
            }
        }
    }

    void readOne(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            saw = true;
            one = true;
            images.add(bytes(json));
        } else {
            json.skipChildren();
        }
    }

    private byte[] bytes(JsonParser json) throws IOException {
        var collected = new ByteArrayBuilder(1 << 16);
        json.readBinaryValue(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] some, int at, int length) throws IOException {
                        left -= length;
                        if (left < 0) {
                            throw new TooLarge();
                        }
                        collected.write(some, at, length);
                    }
                });
        return collected.toByteArray();
    }

    /** The {@code info} is JSON inside of a string; enlarged images come with a page instead. */
    RenderReply reply(String info, String page) throws IOException {
        if (!saw) {
            return new RenderReply.Garbage("the answer has no images");
        }
        if (one) {
            var said = JsonNodeFactory.instance.objectNode().put("html_info", page);
            return new RenderReply.Pictures(List.copyOf(images), said, said.toString());
        }
        var details = Json.mapper().readTree(info);
        return details == null || !details.isObject()
                ? new RenderReply.Garbage("the answer has no info")
                : new RenderReply.Pictures(List.copyOf(images), details, info);
    }
}
