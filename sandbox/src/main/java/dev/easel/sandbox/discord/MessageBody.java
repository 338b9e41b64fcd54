package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Reads the body of a new or edited message into the stored one, with Discord's limits. */
final class MessageBody {
    private static final int CONTENT_CHARS_MAX = 2000;
    private static final int EMBEDS_MAX = 10;
    private static final int EMBED_CHARS_MAX = 6000;
    private static final int FILES_MAX = 10;
    private static final int DESCRIPTION_CHARS_MAX = 1024;

    /** Suppressed embeds, ephemeral, silent, and the components flag. */
    private static final int SETTABLE_FLAGS =
            1 << 2 | Message.FLAG_EPHEMERAL | 1 << 12 | Message.FLAG_COMPONENTS_V2;

    private final World world;
    private final Mentions mentions;
    private final String cdn;

    MessageBody(World world, Mentions mentions, String cdn) {
        this.world = world;
        this.mentions = mentions;
        this.cdn = cdn;
    }

    /** Fills a new message. */
    void fill(Message message, RestRequest request) {
        message.flags = request.body().path("flags").asInt(0) & SETTABLE_FLAGS;
        message.attachments = uploads(message, request);
        apply(message, request.body());
        if (!message.has(Message.FLAG_COMPONENTS_V2) && isEmpty(message)) {
            throw DiscordError.emptyMessage();
        }
    }

    private static boolean isEmpty(Message message) {
        return message.content.isEmpty()
                && message.embeds.isEmpty()
                && message.attachments.isEmpty()
                && message.components.isEmpty();
    }

    /** Changes a message that exists, or refuses and leaves it as it was. */
    void change(Message message, RestRequest request) {
        var draft = message.draft();
        draft.flags &= ~Message.FLAG_LOADING;
        edit(draft, request);
        message.adopt(draft);
        message.editedAt = world.now();
        message.edits++;
    }

    private void edit(Message message, RestRequest request) {
        var body = request.body();
        if (body.has("flags")) {
            // Once set, the components flag cannot be taken away.
            message.flags |= body.path("flags").asInt(0) & Message.FLAG_COMPONENTS_V2;
        }
        var uploads = uploads(message, request);
        var kept = new ArrayList<Attachment>();
        if (body.has("attachments")) {
            var ids = new LinkedHashSet<String>();
            body.path("attachments").forEach(a -> ids.add(a.path("id").asText()));
            message.attachments.stream().filter(a -> ids.contains(a.id())).forEach(kept::add);
        } else if (uploads.isEmpty()) {
            // A new file removes the old ones unless the body lists them.
            kept.addAll(message.attachments);
        }
        kept.addAll(uploads);
        message.attachments = kept;
        apply(message, body);
    }

    private void apply(Message message, JsonNode body) {
        var v2 = message.has(Message.FLAG_COMPONENTS_V2);
        if (v2) {
            refuseOldFields(body);
            message.content = "";
        }
        if (body.has("content")) {
            var content = body.path("content").asText("");
            if (content.length() > CONTENT_CHARS_MAX) {
                throw DiscordError.tooLong("content", CONTENT_CHARS_MAX);
            }
            message.content = body.get("content").isNull() ? "" : content;
        }
        if (body.has("embeds")) {
            message.embeds = embeds(body.path("embeds"));
        }
        if (body.has("components")) {
            message.components =
                    Components.resolve(
                            body.path("components"),
                            v2,
                            message.attachments,
                            cdn,
                            world.snowflakes);
        }
        if (v2 && message.components.isEmpty()) {
            throw DiscordError.emptyMessage();
        }
        mentions.apply(message, body.path("allowed_mentions"));
    }

    private static void refuseOldFields(JsonNode body) {
        for (var field : List.of("content", "embeds", "sticker_ids", "poll")) {
            var value = body.path(field);
            var empty =
                    value.isMissingNode()
                            || value.isNull()
                            || (value.isContainerNode()
                                    ? value.isEmpty()
                                    : value.asText().isEmpty());
            if (!empty) {
                throw DiscordError.invalid(
                        field,
                        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                        "The '"
                                + field
                                + "' field cannot be used when using"
                                + " MessageFlags.IS_COMPONENTS_V2");
            }
        }
    }

    private static ArrayNode embeds(JsonNode embeds) {
        if (embeds.size() > EMBEDS_MAX) {
            throw DiscordError.invalid(
                    "embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        }
        var copies = Json.array();
        var chars = 0;
        for (var embed : embeds) {
            var copy = (ObjectNode) embed.deepCopy();
            copy.put("type", "rich");
            copies.add(copy);
            for (var field : List.of("title", "description")) {
                chars += embed.path(field).asText("").length();
            }
            for (var field : embed.path("fields")) {
                chars += field.path("name").asText("").length();
                chars += field.path("value").asText("").length();
            }
        }
        if (chars > EMBED_CHARS_MAX) {
            throw DiscordError.invalid(
                    "embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        }
        return copies;
    }

    private List<Attachment> uploads(Message message, RestRequest request) {
        var files = request.files();
        if (files.size() > FILES_MAX || request.body().path("attachments").size() > FILES_MAX) {
            throw DiscordError.tooManyAttachments();
        }
        var uploads = new ArrayList<Attachment>();
        for (var file : files) {
            if (file.content().length > world.knobs().fileBytesMax()) {
                throw DiscordError.tooLarge();
            }
            uploads.add(upload(message, file, described(request.body(), file.index())));
        }
        return uploads;
    }

    private static JsonNode described(JsonNode body, int index) {
        for (var attachment : body.path("attachments")) {
            if (attachment.path("id").asText().equals(Integer.toString(index))) {
                return attachment;
            }
        }
        return Json.object();
    }

    private Attachment upload(Message message, RestRequest.FilePart file, JsonNode described) {
        var title = described.path("filename").asText(file.filename());
        var filename = Attachment.clean(title);
        var text = described.path("description");
        if (text.asText("").length() > DESCRIPTION_CHARS_MAX) {
            throw DiscordError.tooLong("attachments.0.description", DESCRIPTION_CHARS_MAX);
        }
        return new Attachment(
                world.snowflakes.next(),
                message.channelId,
                filename,
                title,
                Attachment.contentTypeOf(filename, file.contentType()),
                text.isTextual() ? text.asText() : null,
                described.path("is_spoiler").asBoolean(title.startsWith("SPOILER_")),
                file.content());
    }
}
