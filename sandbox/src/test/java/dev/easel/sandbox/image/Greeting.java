package dev.easel.sandbox.image;

/** A process small enough to be an image in a test: says whether its classes were archived. */
public final class Greeting {
    private Greeting() {}

    public static void main(String[] args) {
        System.out.println("hello " + String.join(" ", args));
    }
}
