package dev.easel.bot.text;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says no with an id, and leaves the same id in the log for whoever runs Easel. */
public final class Refusal {
    private static final Logger log = LoggerFactory.getLogger(Refusal.class);

    private Refusal() {}

    /**
     * @param id of the interaction or message that is refused
     */
    public static String of(String id, Key why, Texts texts, Object... arguments) {
        return of(id, why.key(), texts.get(why, arguments), texts);
    }

    /**
     * @param why for the log, which must not hold what people wrote
     */
    public static String of(String id, String why, String text, Texts texts) {
        log.atInfo().addKeyValue("error.id", id).addKeyValue("reason", why).log("refused in words");
        return texts.withId(text, id);
    }
}
