package dev.easel.bot.delivery;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.container.ContainerChildComponent;
import net.dv8tion.jda.api.components.mediagallery.MediaGallery;
import net.dv8tion.jda.api.components.mediagallery.MediaGalleryItem;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import net.dv8tion.jda.api.utils.FileUpload;

/**
 * One message with pictures and what made them. Never edited after it was posted. The same detail
 * and files give the same messages, so that a repeat after a crash finds each by its ordinal.
 */
record ResultMessage(
        String uid,
        int ordinal,
        int first,
        int total,
        String head,
        String body,
        List<Upload> files,
        String description,
        boolean offerNewThread,
        Texts texts) {
    static final int PICTURES_MAX = 4;
    static final long BYTES_MAX = 24L << 20;
    private static final int COLOUR = 0x2ECC71;

    /** The pictures of one request, in as few messages as Discord's limits allow. */
    static List<ResultMessage> of(
            RequestDetail detail,
            List<Upload> files,
            long bytesPerFileMax,
            Extras extras,
            Texts texts) {
        var groups = groups(files);
        var messages = new ArrayList<ResultMessage>();
        int first = 0;
        for (int ordinal = 0; ordinal < groups.size(); ordinal++) {
            var group = groups.get(ordinal);
            var head =
                    ordinal == 0
                            ? "### " + texts.get(Key.RESULT_TITLE)
                            : "### "
                                    + texts.get(
                                            Key.RESULT_MORE,
                                            first + 1,
                                            first + group.size(),
                                            files.size());
            var compressed = group.stream().filter(Upload::compressed).map(Upload::name).toList();
            var note =
                    compressed.isEmpty()
                            ? ""
                            : "-# "
                                    + texts.get(
                                            Key.RESULT_COMPRESSED,
                                            bytesPerFileMax >> 20,
                                            String.join(", ", compressed));
            var body = ResultText.of(detail, ordinal == 0, note, head.length(), extras, texts);
            messages.add(
                    new ResultMessage(
                            detail.requestId().toString(),
                            ordinal,
                            first,
                            files.size(),
                            head,
                            body,
                            group,
                            description(detail),
                            ordinal == 0 && extras.refinements() != null,
                            texts));
            first += group.size();
        }
        return messages;
    }

    String place() {
        return Integer.toString(ordinal);
    }

    /** Reads the files anew for each try, since a request consumes them. */
    Container container() {
        var items = new ArrayList<MediaGalleryItem>();
        for (int i = 0; i < files.size(); i++) {
            var alt = texts.get(Key.RESULT_ALT, first + i + 1, total, description);
            var file = FileUpload.fromData(files.get(i).bytes(), files.get(i).name());
            items.add(
                    MediaGalleryItem.fromFile(file)
                            .withDescription(
                                    UserText.cut(alt, MediaGalleryItem.MAX_DESCRIPTION_LENGTH)));
        }
        var parts = new ArrayList<ContainerChildComponent>();
        parts.add(TextDisplay.of(head));
        parts.add(MediaGallery.of(items));
        if (!body.isEmpty()) {
            parts.add(TextDisplay.of(body));
        }
        parts.addAll(
                new ResultButtons(uid, place(), first, files.size(), texts).rows(offerNewThread));
        return Container.of(parts).withAccentColor(COLOUR);
    }

    private static List<List<Upload>> groups(List<Upload> files) {
        var groups = new ArrayList<List<Upload>>();
        var group = new ArrayList<Upload>();
        long bytes = 0;
        for (var file : files) {
            if (group.size() == PICTURES_MAX
                    || (!group.isEmpty() && bytes + file.size() > BYTES_MAX)) {
                groups.add(List.copyOf(group));
                group.clear();
                bytes = 0;
            }
            group.add(file);
            bytes += file.size();
        }
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
        }
        return groups;
    }

    private static String description(RequestDetail detail) {
        return detail.metadata() == null
                ? detail.originalInstruction()
                : detail.metadata().prompt();
    }
}
