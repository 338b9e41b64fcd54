package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as a user sees it: its words, its pictures and what can be pressed. */
public record MessageView(
        String id,
        String channelId,
        String authorId,
        boolean byBot,
        int type,
        String content,
        String text,
        JsonNode components,
        List<File> files,
        List<Button> buttons,
        boolean ephemeral,
        boolean loading,
        boolean deleted,
        int edits,
        @Nullable String interactionId,
        Instant createdAt,
        @Nullable Instant editedAt) {

    /** A picture or other file, and where to get it. */
    public record File(
            String id, String filename, int size, @Nullable String description, String url) {}

    /** A button that sends an interaction. */
    public record Button(int id, String customId, String label, boolean disabled) {}

    static MessageView of(Message message, String cdn, boolean deleted) {
        var text = new StringBuilder(message.content);
        collectText(message.components, text);
        var buttons = new ArrayList<Button>();
        collectButtons(message.components, buttons);
        return new MessageView(
                message.id,
                message.channelId,
                message.author.id(),
                message.author.bot(),
                message.type,
                message.content,
                text.toString(),
                message.components.deepCopy(),
                message.attachments.stream()
                        .filter(a -> isShown(message, a))
                        .map(a ->
                                new File(
                                        a.id(),
                                        a.filename(),
                                        a.content().length,
                                        a.description(),
                                        a.url(cdn)))
                        .toList(),
                List.copyOf(buttons),
                message.has(Message.FLAG_EPHEMERAL),
                message.has(Message.FLAG_LOADING),
                deleted,
                message.edits,
                message.interaction == null ? null : message.interaction.id,
                message.createdAt,
                message.editedAt);
    }

    /** In a message made of components only those files are seen that a component shows. */
    private static boolean isShown(Message message, Attachment file) {
        return !message.has(Message.FLAG_COMPONENTS_V2)
                || message.components.findValuesAsText("attachment_id").contains(file.id());
    }

    /** Appends the text of every text display, in reading order, a line break between them. */
    static void collectText(JsonNode node, StringBuilder text) {
        if (node.path("type").asInt() == Components.TEXT_DISPLAY && node.has("content")) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            text.append(node.path("content").asText());
        }
        for (var child : node) {
            if (child.isContainerNode()) {
                collectText(child, text);
            }
        }
    }

    private static void collectButtons(JsonNode node, List<Button> buttons) {
        if (node.path("type").asInt() == Components.BUTTON && node.has("custom_id")) {
            buttons.add(
                    new Button(
                            node.path("id").asInt(),
                            node.path("custom_id").asText(),
                            node.path("label").asText(""),
                            node.path("disabled").asBoolean()));
        }
        for (var child : node) {
            if (child.isContainerNode()) {
                collectButtons(child, buttons);
            }
        }
    }

    /** The form the control surface answers. */
    public ObjectNode toJson() {
        var json =
                Json.object()
                        .put("id", id)
                        .put("channelId", channelId)
                        .put("authorId", authorId)
                        .put("byBot", byBot)
                        .put("type", type)
                        .put("content", content)
                        .put("text", text)
                        .put("ephemeral", ephemeral)
                        .put("loading", loading)
                        .put("deleted", deleted)
                        .put("edits", edits)
                        .put("interactionId", interactionId)
                        .put("createdAt", createdAt.toString())
                        .put("editedAt", editedAt == null ? null : editedAt.toString());
        json.set("components", components);
        var fileList = json.putArray("files");
        for (var file : files) {
            fileList.addObject()
                    .put("id", file.id())
                    .put("filename", file.filename())
                    .put("size", file.size())
                    .put("description", file.description())
                    .put("url", file.url());
        }
        var buttonList = json.putArray("buttons");
        for (var button : buttons) {
            buttonList
                    .addObject()
                    .put("customId", button.customId())
                    .put("label", button.label())
                    .put("disabled", button.disabled());
        }
        return json;
    }
}
