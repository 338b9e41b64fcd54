package dev.easel.generator.chat;

import org.jspecify.annotations.Nullable;

/**
 * What the language model is asked. The schema steers the tokens and is not read by the model, so
 * the system message has to repeat it.
 *
 * @param name of the schema
 * @param shorter the same question with less around it, for a model with little room
 */
public record Question(
        String name, String system, String user, String schema, @Nullable Question shorter) {
    /** A rough count: four Latin letters, or one and a half Japanese characters, are a token. */
    public static int tokens(String text) {
        var sum = text.codePoints().mapToDouble(each -> each < 0x2E80 ? 0.25 : 0.67).sum();
        return (int) Math.ceil(sum);
    }

    int tokens() {
        return tokens(system) + tokens(user);
    }
}
