package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An uploaded file. The name is the cleaned one; the title keeps what the sender called it. */
record Attachment(
        String id,
        String channelId,
        String filename,
        String title,
        String contentType,
        @Nullable String description,
        boolean spoiler,
        byte[] content) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int IS_SPOILER = 1 << 3;

    record Size(int width, int height) {}

    /** Discord's own cleaning: blanks become underscores, leading ones go, the rest is ASCII. */
    static String clean(String name) {
        var ascii =
                Normalizer.normalize(name, Normalizer.Form.NFKC)
                        .replaceAll("\\s", "_")
                        .replaceAll("[^A-Za-z0-9._-]", "")
                        .replaceFirst("^_+", "");
        return ascii.isEmpty() || ascii.startsWith(".") ? "unknown" + ascii : ascii;
    }

    static String contentTypeOf(String filename, String declared) {
        var name = filename.toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return "image/png";
        }
        if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return "image/jpeg";
        }
        if (name.endsWith(".webp")) {
            return "image/webp";
        }
        if (name.endsWith(".txt")) {
            return "text/plain; charset=utf-8";
        }
        return declared;
    }

    /** Read from the PNG header; other formats are served without a size. */
    @Nullable Size size() {
        var header = 24;
        if (content.length < header || !Arrays.equals(Arrays.copyOf(content, PNG.length), PNG)) {
            return null;
        }
        return new Size(bigEndian(16), bigEndian(20));
    }

    private int bigEndian(int at) {
        return (content[at] & 0xff) << 24
                | (content[at + 1] & 0xff) << 16
                | (content[at + 2] & 0xff) << 8
                | (content[at + 3] & 0xff);
    }

    /** Signed-looking, as Discord's are: when it ends, when it was issued, and a digest. */
    String url(String cdn) {
        var issued = Snowflakes.time(id).getEpochSecond();
        var digest = Integer.toHexString(Arrays.hashCode(id.getBytes(StandardCharsets.UTF_8)));
        return cdn
                + "/attachments/"
                + channelId
                + "/"
                + id
                + "/"
                + filename
                + "?ex="
                + Long.toHexString(issued + 86_400)
                + "&is="
                + Long.toHexString(issued)
                + "&hm="
                + digest;
    }

    ObjectNode toJson(String cdn) {
        var json =
                Json.object()
                        .put("id", id)
                        .put("filename", filename)
                        .put("size", content.length)
                        .put("url", url(cdn))
                        .put("proxy_url", url(cdn))
                        .put("content_type", contentType)
                        .put("flags", spoiler ? IS_SPOILER : 0);
        if (!title.equals(filename)) {
            json.put("title", title);
        }
        if (description != null) {
            json.put("description", description);
        }
        var size = size();
        if (size != null) {
            json.put("width", size.width()).put("height", size.height());
        }
        return json;
    }

    /** The resolved media that replaces {@code attachment://name} in a component. */
    ObjectNode toMedia(String cdn) {
        var json =
                Json.object()
                        .put("id", id)
                        .put("url", url(cdn))
                        .put("proxy_url", url(cdn))
                        .put("content_type", contentType)
                        .put("attachment_id", id);
        var size = size();
        if (size == null) {
            return json.putNull("width").putNull("height");
        }
        return json.put("width", size.width()).put("height", size.height());
    }
}
