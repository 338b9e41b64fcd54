package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A multipart/form-data body. Names are raw UTF-8, as the clients in use send them. */
record Multipart(JsonNode payload, List<RestRequest.FilePart> files) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final Pattern CONTENT_TYPE = Pattern.compile("(?i)content-type:\\s*([^\r\n]+)");
    private static final Pattern FILE_FIELD = Pattern.compile("files?\\[(\\d+)]");
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};

    static Multipart parse(String contentType, byte[] body) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw DiscordError.invalid("_", "MULTIPART", "the boundary is missing");
        }
        var delimiter = ("--" + boundary.group(1)).getBytes(StandardCharsets.UTF_8);
        JsonNode payload = Json.object();
        var files = new ArrayList<RestRequest.FilePart>();
        for (var part : split(body, delimiter)) {
            var end = indexOf(part, END_OF_HEADERS, 0);
            if (end < 0) {
                continue;
            }
            var headers = new String(part, 0, end, StandardCharsets.UTF_8);
            var content = Arrays.copyOfRange(part, end + END_OF_HEADERS.length, part.length);
            var name = find(NAME, headers);
            if ("payload_json".equals(name)) {
                payload = Json.parse(content);
            } else if (name != null) {
                addFile(files, name, headers, content);
            }
        }
        return new Multipart(payload, files);
    }

    private static void addFile(
            List<RestRequest.FilePart> files, String name, String headers, byte[] content) {
        var field = FILE_FIELD.matcher(name);
        var filename = find(FILENAME, headers);
        var type = find(CONTENT_TYPE, headers);
        if (field.matches() && filename != null) {
            files.add(
                    new RestRequest.FilePart(
                            Integer.parseInt(field.group(1)),
                            filename.replace("%22", "\""),
                            type == null ? "application/octet-stream" : type.strip(),
                            content));
        }
    }

    private static @Nullable String find(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** The bytes between delimiters, without the line break on either side. */
    private static List<byte[]> split(byte[] body, byte[] delimiter) {
        var parts = new ArrayList<byte[]>();
        var at = indexOf(body, delimiter, 0);
        while (at >= 0) {
            var start = at + delimiter.length + 2;
            var next = indexOf(body, delimiter, start);
            if (next < 0) {
                break;
            }
            parts.add(Arrays.copyOfRange(body, start, Math.max(start, next - 2)));
            at = next;
        }
        return parts;
    }

    private static int indexOf(byte[] text, byte[] wanted, int from) {
        for (var i = from; i <= text.length - wanted.length; i++) {
            if (text[i] == wanted[0]
                    && Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
