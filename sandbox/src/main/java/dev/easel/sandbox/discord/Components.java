package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a component tree as Discord does and rewrites it into what Discord answers: every node has
 * an id and its defaults, and {@code attachment://} has become real media.
 */
final class Components {
    static final int ACTION_ROW = 1;
    static final int BUTTON = 2;
    static final int STRING_SELECT = 3;
    static final int SECTION = 9;
    static final int TEXT_DISPLAY = 10;
    static final int THUMBNAIL = 11;
    static final int MEDIA_GALLERY = 12;
    static final int FILE = 13;
    static final int SEPARATOR = 14;
    static final int CONTAINER = 17;

    private static final int COMPONENTS_MAX = 40;
    private static final int TEXT_CHARS_MAX = 4000;

    /** What breaks it: so many bytes of text in UTF-8, where each text display has a few more. */
    private static final int TEXT_BYTES_MAX = 10_170;

    private static final int TEXT_DISPLAY_BYTES = 12;
    private static final int LINK_STYLE = 5;
    private static final Set<Integer> SELECTS = Set.of(3, 5, 6, 7, 8);
    private static final Set<Integer> CONTAINER_CHILDREN = Set.of(1, 9, 10, 12, 13, 14);
    private static final Set<Integer> TOP_LEVEL_V2 = Set.of(1, 9, 10, 12, 13, 14, 17);

    private final List<Attachment> files;
    private final String cdn;
    private final Snowflakes snowflakes;
    private final Set<String> customIds = new HashSet<>();
    private final Set<Integer> usedIds = new HashSet<>();
    private int count;
    private int textChars;
    private int textBytes;
    private int nextId;

    private Components(List<Attachment> files, String cdn, Snowflakes snowflakes) {
        this.files = files;
        this.cdn = cdn;
        this.snowflakes = snowflakes;
    }

    static ArrayNode resolve(
            JsonNode components,
            boolean componentsV2,
            List<Attachment> files,
            String cdn,
            Snowflakes snowflakes) {
        var walk = new Components(files, cdn, snowflakes);
        var allowed = componentsV2 ? TOP_LEVEL_V2 : Set.of(ACTION_ROW);
        var tree = walk.children(components, "components", allowed, COMPONENTS_MAX);
        if (!componentsV2 && tree.size() > 5) {
            throw DiscordError.invalid(
                    "components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        return tree;
    }

    private ArrayNode children(JsonNode list, String path, Set<Integer> allowed, int max) {
        if (list.size() > max) {
            throw DiscordError.invalid(
                    path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and " + max + " in length.");
        }
        var resolved = Json.array();
        for (var i = 0; i < list.size(); i++) {
            var child = list.get(i);
            var at = path + "." + i;
            if (!allowed.contains(child.path("type").asInt())) {
                throw DiscordError.invalid(
                        at + ".type",
                        "UNION_TYPE_CHOICES",
                        "Value of field \"type\" must be one of " + allowed + ".");
            }
            resolved.add(component(child, at));
        }
        return resolved;
    }

    private ObjectNode component(JsonNode source, String path) {
        if (++count > COMPONENTS_MAX) {
            throw DiscordError.invalid(
                    "components",
                    "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                    "The total number of components cannot exceed " + COMPONENTS_MAX);
        }
        var type = source.path("type").asInt();
        var target = Json.object().put("type", type).put("id", id(source, path));
        switch (type) {
            case ACTION_ROW -> actionRow(source, target, path);
            case BUTTON -> button(source, target, path);
            case SECTION -> section(source, target, path);
            case TEXT_DISPLAY -> text(source, target, path);
            case THUMBNAIL -> {
                target.set("media", media(source.path("media"), path + ".media"));
                describe(source, target, path);
            }
            case MEDIA_GALLERY -> gallery(source, target, path);
            case FILE -> file(source, target, path);
            case SEPARATOR -> {
                target.put("spacing", source.path("spacing").asInt(1));
                target.put("divider", source.path("divider").asBoolean(true));
            }
            case CONTAINER -> container(source, target, path);
            default -> {
                if (!SELECTS.contains(type)) {
                    throw DiscordError.invalid(
                            path + ".type",
                            "COMPONENT_TYPE_INVALID",
                            "The component type is invalid");
                }
                select(source, target, path);
            }
        }
        return target;
    }

    private int id(JsonNode source, String path) {
        var given = source.path("id").asInt(0);
        if (given != 0) {
            if (!usedIds.add(given)) {
                throw DiscordError.invalid(
                        path + ".id",
                        "COMPONENT_ID_DUPLICATED",
                        "Component id cannot be duplicated");
            }
            return given;
        }
        do {
            nextId++;
        } while (!usedIds.add(nextId));
        return nextId;
    }

    private void actionRow(JsonNode source, ObjectNode target, String path) {
        var children = source.path("components");
        var at = path + ".components";
        if (children.isEmpty()) {
            throw DiscordError.invalid(
                    at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        var selects = children.path(0).path("type").asInt() != BUTTON;
        var allowed = selects ? SELECTS : Set.of(BUTTON);
        target.set("components", children(children, at, allowed, selects ? 1 : 5));
    }

    private void button(JsonNode source, ObjectNode target, String path) {
        var style = source.path("style").asInt();
        if (style < 1 || style > 6) {
            throw DiscordError.invalid(
                    path + ".style",
                    "BASE_TYPE_CHOICES",
                    "Value must be one of (1, 2, 3, 4, 5, 6).");
        }
        target.put("style", style);
        if (style == LINK_STYLE) {
            target.put("url", required(source, "url", path, 512));
        } else {
            target.put("custom_id", customId(source, path));
        }
        var label = source.path("label").asText("");
        if (label.length() > 80) {
            throw DiscordError.tooLong(path + ".label", 80);
        }
        if (label.isEmpty() && !source.has("emoji")) {
            throw DiscordError.invalid(
                    path, "BUTTON_COMPONENT_INVALID_LABEL", "A button needs a label or an emoji");
        }
        if (!label.isEmpty()) {
            target.put("label", label);
        }
        if (source.hasNonNull("emoji")) {
            target.set("emoji", source.get("emoji").deepCopy());
        }
        if (source.path("disabled").asBoolean()) {
            target.put("disabled", true);
        }
    }

    private void select(JsonNode source, ObjectNode target, String path) {
        target.put("custom_id", customId(source, path));
        if (source.path("options").size() > 25) {
            throw DiscordError.invalid(
                    path + ".options",
                    "BASE_TYPE_BAD_LENGTH",
                    "Must be between 1 and 25 in length.");
        }
        if (source.has("options")) {
            target.set("options", source.get("options").deepCopy());
        }
        if (source.hasNonNull("placeholder")) {
            target.put("placeholder", source.get("placeholder").asText());
        }
        target.put("min_values", source.path("min_values").asInt(1));
        target.put("max_values", source.path("max_values").asInt(1));
        target.put("disabled", source.path("disabled").asBoolean());
    }

    private void section(JsonNode source, ObjectNode target, String path) {
        var at = path + ".components";
        if (source.path("components").isEmpty()) {
            throw DiscordError.invalid(
                    at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.");
        }
        target.set("components", children(source.path("components"), at, Set.of(TEXT_DISPLAY), 3));
        var accessory = Json.array();
        accessory.add(source.path("accessory"));
        target.set(
                "accessory",
                children(accessory, path + ".accessory", Set.of(BUTTON, THUMBNAIL), 1).get(0));
    }

    private void text(JsonNode source, ObjectNode target, String path) {
        var content = required(source, "content", path, TEXT_CHARS_MAX);
        textChars += content.length();
        if (textChars > TEXT_CHARS_MAX) {
            throw DiscordError.invalid(
                    "components",
                    "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                    "The total displayable text cannot exceed " + TEXT_CHARS_MAX + " characters");
        }
        // Discord breaks here where it should refuse.
        textBytes += content.getBytes(StandardCharsets.UTF_8).length + TEXT_DISPLAY_BYTES;
        if (textBytes > TEXT_BYTES_MAX) {
            throw DiscordError.broken();
        }
        target.put("content", content);
    }

    private void gallery(JsonNode source, ObjectNode target, String path) {
        var items = source.path("items");
        if (items.isEmpty() || items.size() > 10) {
            throw DiscordError.invalid(
                    path + ".items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.");
        }
        var resolved = target.putArray("items");
        for (var i = 0; i < items.size(); i++) {
            var at = path + ".items." + i;
            var item = resolved.addObject();
            item.set("media", media(items.get(i).path("media"), at + ".media"));
            describe(items.get(i), item, at);
        }
    }

    private void file(JsonNode source, ObjectNode target, String path) {
        var media = media(source.path("file"), path + ".file");
        target.set("file", media);
        var found =
                files.stream().filter(f -> f.id().equals(media.path("id").asText())).findFirst();
        target.put("name", found.map(Attachment::filename).orElse(null));
        target.put("size", found.map(f -> f.content().length).orElse(null));
        target.put("spoiler", source.path("spoiler").asBoolean());
    }

    private void container(JsonNode source, ObjectNode target, String path) {
        var colour = source.path("accent_color");
        if (colour.isInt()) {
            target.put("accent_color", colour.asInt());
        } else {
            target.putNull("accent_color");
        }
        target.put("spoiler", source.path("spoiler").asBoolean());
        target.set(
                "components",
                children(
                        source.path("components"),
                        path + ".components",
                        CONTAINER_CHILDREN,
                        COMPONENTS_MAX));
    }

    private static void describe(JsonNode source, ObjectNode target, String path) {
        var description = source.path("description").asText("");
        if (description.length() > 1024) {
            throw DiscordError.tooLong(path + ".description", 1024);
        }
        target.put("description", source.hasNonNull("description") ? description : null);
        target.put("spoiler", source.path("spoiler").asBoolean());
    }

    private ObjectNode media(JsonNode source, String path) {
        var url = required(source, "url", path, 2048);
        if (url.startsWith("attachment://")) {
            var name = url.substring("attachment://".length());
            for (var file : files) {
                if (file.filename().equals(name) || file.title().equals(name)) {
                    return file.toMedia(cdn);
                }
            }
            throw DiscordError.invalid(
                    path + ".url",
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    "The referenced attachment was not found in the media items");
        }
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw DiscordError.invalid(
                    path + ".url", "URL_TYPE_INVALID_SCHEME", "Scheme must be http or https.");
        }
        return Json.object()
                .put("id", snowflakes.next())
                .put("url", url)
                .put("proxy_url", url)
                .putNull("width")
                .putNull("height")
                .putNull("content_type");
    }

    private String customId(JsonNode source, String path) {
        var customId = required(source, "custom_id", path, 100);
        if (!customIds.add(customId)) {
            throw DiscordError.invalid(
                    path + ".custom_id",
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated");
        }
        return customId;
    }

    private static String required(JsonNode source, String field, String path, int charsMax) {
        var value = source.path(field).asText("");
        if (value.isEmpty()) {
            throw DiscordError.invalid(
                    path + "." + field, "BASE_TYPE_REQUIRED", "This field is required");
        }
        if (value.length() > charsMax) {
            throw DiscordError.tooLong(path + "." + field, charsMax);
        }
        return value;
    }
}
