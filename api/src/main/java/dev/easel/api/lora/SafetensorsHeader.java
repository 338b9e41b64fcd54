package dev.easel.api.lora;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The metadata at the start of a safetensors file: eight bytes with a length, then that much JSON.
 * Files come from anywhere. Whatever is wrong with one means that it has no metadata; nothing is
 * thrown for it, and nothing beyond the wanted values is kept in memory.
 *
 * @param bytes the length of all that comes before the tensors; 0 if the file is not of this form
 */
record SafetensorsHeader(Map<String, String> metadata, long bytes) {
    static final SafetensorsHeader NONE = new SafetensorsHeader(Map.of(), 0);

    /** The format allows 100 MB; no file seen anywhere has more than a few. */
    static final int BYTES_MAX = 32 * 1024 * 1024;

    /** Sixteen for each tensor; the largest files have ten thousand tensors. */
    private static final int TOKENS_MAX = 1_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final int VALUE_CHARS_MAX = 4 * 1024 * 1024;
    private static final String METADATA = "__metadata__";

    /**
     * Strict about doubled keys: which of two values a back end takes is anybody's guess. That
     * keeps the keys of each object in memory, so there may be only so many; a table of all keys
     * besides would keep them twice.
     */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(16)
                                    .maxTokenCount(TOKENS_MAX)
                                    .maxNameLength(4096)
                                    .maxNumberLength(100)
                                    .maxStringLength(VALUE_CHARS_MAX)
                                    .build())
                    .build();

    /**
     * @throws IOException only if the file itself cannot be read
     */
    static SafetensorsHeader read(Path file, Set<String> wanted) throws IOException {
        try (var channel =
                        Files.newByteChannel(
                                file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                var in = java.nio.channels.Channels.newInputStream(channel)) {
            return read(in, channel.size(), wanted);
        }
    }

    static SafetensorsHeader read(InputStream in, long fileBytes, Set<String> wanted)
            throws IOException {
        var prefix = in.readNBytes(LENGTH_BYTES);
        if (prefix.length < LENGTH_BYTES) {
            return NONE;
        }
        var length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        // A length beyond the signed range is negative here.
        if (length < 2 || length > fileBytes - LENGTH_BYTES) {
            return NONE;
        }
        var whole = LENGTH_BYTES + length;
        if (length > BYTES_MAX) {
            return new SafetensorsHeader(Map.of(), whole);
        }
        return new SafetensorsHeader(metadata(new Bounded(in, length), wanted), whole);
    }

    private static Map<String, String> metadata(InputStream header, Set<String> wanted)
            throws IOException {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (var parser = JSON.createParser(new InputStreamReader(header, decoder))) {
            return metadata(parser, wanted);
        } catch (com.fasterxml.jackson.core.JacksonException
                | java.nio.charset.CharacterCodingException e) {
            return Map.of();
        }
    }

    /** Goes through to the end, since only a whole header is a valid one. */
    private static Map<String, String> metadata(JsonParser parser, Set<String> wanted)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Map.of();
        }
        Map<String, String> found = Map.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var isMetadata = parser.currentName().equals(METADATA);
            if (parser.nextToken() == JsonToken.START_OBJECT && isMetadata) {
                found = strings(parser, wanted);
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null ? found : Map.of();
    }

    private static Map<String, String> strings(JsonParser parser, Set<String> wanted)
            throws IOException {
        var found = new HashMap<String, String>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var key = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && wanted.contains(key)) {
                found.put(key, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    /** Ends where the header ends. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long bytes) {
            super(in);
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            var value = super.read();
            left -= value < 0 ? left : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            var count = super.read(buffer, offset, (int) Math.min(length, left));
            left -= count < 0 ? left : count;
            return count;
        }
    }
}
