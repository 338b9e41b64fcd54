package dev.easel.bot.delivery;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.container.ContainerChildComponent;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;

/**
 * One message with pictures and what made them. Never edited after it was posted.
 *
 * @param files empty where the server takes none of them: then the links have to do
 */
record ResultMessage(
        String uid,
        PictureGroup group,
        int total,
        String head,
        String body,
        List<Upload> files,
        Look look,
        String description,
        boolean offerNewThread,
        Texts texts) {
    private static final int COLOUR = 0x2ECC71;

    static ResultMessage of(
            RequestDetail detail,
            PictureGroup group,
            List<Upload> files,
            Look look,
            Extras extras,
            Reader reader) {
        var texts = reader.texts();
        boolean full = group.ordinal() == 0;
        int total = detail.images().size();
        var head =
                "### "
                        + (full
                                ? texts.get(Key.RESULT_TITLE) + reader.call()
                                : texts.get(
                                        Key.RESULT_MORE,
                                        group.first() + 1,
                                        group.first() + group.images().size(),
                                        total));
        var note = note(group, files, look, texts);
        var body =
                look.wordless()
                        ? ResultText.withoutWords(detail, full, note, texts)
                        : ResultText.of(detail, full, note, head.length(), extras, texts);
        var id = detail.requestId().toString();
        return new ResultMessage(
                id,
                group,
                total,
                head,
                body,
                files,
                look,
                look.wordless() ? id.substring(0, 8) : description(detail),
                full && extras.refinements() != null,
                texts);
    }

    /** Opens the files anew for each try, since a request consumes them. */
    Container container() {
        var parts = new ArrayList<ContainerChildComponent>();
        parts.add(TextDisplay.of(head));
        if (!files.isEmpty()) {
            parts.add(
                    MediaGallery.of(
                            IntStream.range(0, files.size()).mapToObj(this::item).toList()));
        }
        if (!body.isEmpty()) {
            parts.add(TextDisplay.of(body));
        }
        parts.addAll(
                new ResultButtons(uid, group.place(), group.first(), group.images().size(), texts)
                        .rows(offerNewThread));
        return Container.of(parts).withAccentColor(COLOUR);
    }

    private MediaGalleryItem item(int i) {
        var alt = texts.get(Key.RESULT_ALT, group.first() + i + 1, total, description);
        return MediaGalleryItem.fromFile(files.get(i).open())
                .withDescription(UserText.cut(alt, MediaGalleryItem.MAX_DESCRIPTION_LENGTH))
                .withSpoiler(look.spoiler());
    }

    /** What readers should know of the files, and the way to the originals. */
    private static String note(PictureGroup group, List<Upload> files, Look look, Texts texts) {
        var notes = new ArrayList<String>();
        if (look.wordless()) {
            notes.add("-# " + texts.get(Key.RESULT_WORDLESS));
        }
        if (files.isEmpty()) {
            var links = links(group, IntStream.range(0, group.images().size()));
            notes.add(tooLarge(group, look, links, texts));
            return String.join("\n", notes);
        }
        var compressed =
                IntStream.range(0, files.size()).filter(i -> files.get(i).compressed()).toArray();
        if (compressed.length > 0) {
            var names =
                    IntStream.of(compressed)
                            .mapToObj(i -> files.get(i).name())
                            .collect(Collectors.joining(", "));
            notes.add(
                    "-# " + texts.get(Key.RESULT_COMPRESSED, texts.size(look.limitBytes()), names));
            var links = links(group, IntStream.of(compressed));
            if (!links.isEmpty()) {
                notes.add("-# " + texts.get(Key.RESULT_ORIGINALS, links));
            }
        }
        return String.join("\n", notes);
    }

    private static String tooLarge(PictureGroup group, Look look, String links, Texts texts) {
        long largest =
                group.images().stream()
                        .mapToLong(RequestDetail.Image::fileSizeBytes)
                        .max()
                        .orElse(0);
        var size = texts.size(largest);
        var limit = texts.size(look.limitBytes());
        return links.isEmpty()
                ? texts.get(Key.RESULT_TOO_LARGE, size, limit)
                : texts.get(Key.RESULT_LINKS, size, limit, links);
    }

    private static String links(PictureGroup group, IntStream indexes) {
        return indexes.filter(i -> group.images().get(i).link() != null)
                .mapToObj(i ->
                        "[" + (group.first() + i + 1) + "](<" + group.images().get(i).link() + ">)")
                .collect(Collectors.joining(" · "));
    }

    private static String description(RequestDetail detail) {
        return detail.metadata() == null
                ? detail.originalInstruction()
                : detail.metadata().prompt();
    }
}
