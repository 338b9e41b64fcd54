package dev.easel.generator.research;

import java.util.regex.Pattern;

/**
 * Strangers' text without anything that could act: no markup, no LoRA tags, no addresses, no
 * characters that hide, on one line and within a length.
 */
final class PlainText {
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");
    private static final Pattern EXTRA_ARGS =
            Pattern.compile(
                    "<sd_cpp_extra_args>.*?(</sd_cpp_extra_args>|$)",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final String IN_ADDRESS = "[\\x21-\\x7e&&[^()\\[\\]<>\"]]";
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?i)(?:\\b(?:https?|ftp|file|data|javascript|mailto):"
                            + IN_ADDRESS
                            + "*"
                            + "|\\bwww\\."
                            + IN_ADDRESS
                            + "+"
                            // Possessive: the plain one needs a stack frame for each label.
                            + "|\\b(?:[a-z0-9-]++\\.){1,127}+[a-z]{2,}/"
                            + IN_ADDRESS
                            + "*)");
    private static final Pattern CALL = Pattern.compile("@(?=everyone|here)");
    private static final Pattern EMPTY = Pattern.compile("\\(\\s*\\)|\\[\\s*]");

    private PlainText() {}

    static String of(String raw, int charsMax) {
        var text = HIDDEN.matcher(raw.replaceAll("[\\t\\n\\r]", " ")).replaceAll("");
        // Until nothing is left: taking one tag out can put another one together.
        for (var before = ""; !before.equals(text); ) {
            before = text;
            text = EXTRA_ARGS.matcher(text).replaceAll(" ");
            text = TAG.matcher(text).replaceAll(" ");
            text = ADDRESS.matcher(text).replaceAll(" ");
            text = CALL.matcher(text).replaceAll("");
            text = EMPTY.matcher(text).replaceAll(" ");
        }
        text = text.replaceAll("[<>{}]", " ").replaceAll("\\s+", " ").strip();
        return text.length() <= charsMax ? text : cut(text, charsMax);
    }

    private static String cut(String text, int max) {
        var end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end).strip();
    }
}
