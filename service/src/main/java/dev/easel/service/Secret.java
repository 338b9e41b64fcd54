package dev.easel.service;

/** A token, key or password; its text form is masked so that no log line can hold it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
