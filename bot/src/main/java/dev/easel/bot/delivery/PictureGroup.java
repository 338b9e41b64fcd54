package dev.easel.bot.delivery;

import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures of one message. Stored sizes alone decide, since they never change: whoever posts
 * the rest of a result, at whatever limit, finds the same groups.
 *
 * @param first the index of its first picture
 */
record PictureGroup(int ordinal, int first, List<RequestDetail.Image> images) {
    static final int PICTURES_MAX = 4;

    /** A request to Discord ends at 25 MiB; the rest is for words. */
    static final long BYTES_MAX = 24L << 20;

    static List<PictureGroup> of(List<RequestDetail.Image> images) {
        var groups = new ArrayList<PictureGroup>();
        int first = 0;
        while (first < images.size()) {
            int end = first;
            long bytes = 0;
            while (end < images.size()
                    && end - first < PICTURES_MAX
                    && (end == first || bytes + images.get(end).fileSizeBytes() <= BYTES_MAX)) {
                bytes += images.get(end).fileSizeBytes();
                end++;
            }
            groups.add(
                    new PictureGroup(
                            groups.size(), first, List.copyOf(images.subList(first, end))));
            first = end;
        }
        return groups;
    }

    String place() {
        return Integer.toString(ordinal);
    }

    long bytes() {
        return images.stream().mapToLong(RequestDetail.Image::fileSizeBytes).sum();
    }
}
