package dev.easel.bot.discord;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A button's id: {@code v1|action|uid|place}. It holds all a press needs after any restart, and it
 * is how the bot recognises its own messages: {@code place} is the card or a result's ordinal, or
 * for an action on one image that image's index, or for what confirms a deletion the id of the
 * message whose button was pressed.
 */
public record CustomId(Action action, String uid, String place) {
    public static final String CARD = "card";

    private static final Pattern UID = Pattern.compile("[0-9a-fA-F-]{36}");
    private static final Pattern PLACE = Pattern.compile("card|[0-9]{1,20}");

    /** What pressing does. */
    public enum Action {
        CANCEL(false),
        DETAILS(false),
        RETRY(false),
        REFINE(false),
        REROLL(false),
        VARY(true),
        UPSCALE(true),
        CONTINUE(false),
        DELETE(false),
        DELETE_POSTS(false),
        DELETE_ALL(false);

        private final boolean ofOneImage;

        Action(boolean ofOneImage) {
            this.ofOneImage = ofOneImage;
        }

        /** Whether the last part of the id is an image's index and not the message's place. */
        public boolean ofOneImage() {
            return ofOneImage;
        }
    }

    /** Parses strictly; ids of an older or newer version are absent. */
    public static Optional<CustomId> parse(String text) {
        var parts = text.split("\\|", -1);
        if (parts.length != 4
                || !parts[0].equals("v1")
                || !UID.matcher(parts[2]).matches()
                || !PLACE.matcher(parts[3]).matches()) {
            return Optional.empty();
        }
        return Arrays.stream(Action.values())
                .filter(a -> word(a).equals(parts[1]))
                .findFirst()
                .map(a -> new CustomId(a, parts[2], parts[3]));
    }

    public String text() {
        return "v1|" + word(action) + "|" + uid + "|" + place;
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
