package dev.easel.bot.delivery;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.Research;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What was looked up on the web for a picture, with its sources; links open no preview. */
final class ResearchText {
    private static final int SUMMARY_CHARS_MAX = 280;
    private static final int TITLE_CHARS_MAX = 50;
    private static final int SOURCES_MAX = 4;
    private static final int URL_CHARS_MAX = 160;

    /** Nothing that would end the link or hide where it leads. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>()\\[\\]\\\\`]+");

    private ResearchText() {}

    static List<String> of(Research research, List<String> notices, Texts texts) {
        var lines = new ArrayList<String>();
        var note = research.note();
        // A failed search is also a notice; it is said once.
        if (note != null && !note.isBlank() && !notices.contains(note)) {
            lines.add("-# 🔎 " + UserText.escape(UserText.cut(note, SUMMARY_CHARS_MAX)));
        }
        var summary = research.summary();
        if (summary != null && !summary.isBlank()) {
            lines.add(
                    "**"
                            + texts.get(Key.RESULT_RESEARCH)
                            + "** "
                            + UserText.escape(UserText.cut(summary, SUMMARY_CHARS_MAX)));
        }
        var links =
                research.sources().stream()
                        .filter(s ->
                                s.url().length() <= URL_CHARS_MAX
                                        && ADDRESS.matcher(s.url()).matches())
                        .limit(SOURCES_MAX)
                        .map(ResearchText::link)
                        .collect(Collectors.joining(" · "));
        if (!links.isEmpty()) {
            lines.add("-# " + texts.get(Key.RESULT_SOURCES) + ": " + links);
        }
        return lines;
    }

    private static String link(Research.Source source) {
        var title = UserText.escape(UserText.cut(source.title(), TITLE_CHARS_MAX));
        return "[" + (title.isEmpty() ? "link" : title) + "](<" + source.url() + ">)";
    }
}
