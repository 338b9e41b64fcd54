package dev.easel.crds.queue;

/** What may put one request ahead of another, strongest first. */
public enum Criterion {
    WAITED_TOO_LONG("waited past the bound"),
    PRIORITY("of higher priority"),
    LESS_USE("of people who used less of their share lately"),
    EARLIER("asked earlier");

    private final String words;

    Criterion(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
