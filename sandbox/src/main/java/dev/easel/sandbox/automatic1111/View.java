package dev.easel.sandbox.automatic1111;

import java.util.SplittableRandom;

/**
 * The frame of a picture: how wide it is at height 1000, where the horizon lies, and where the
 * light stands.
 */
record View(double width, double horizon, double lightX, double lightY, double lightRadius) {
    static View of(Scene scene, SplittableRandom random, double width) {
        double horizon =
                switch (scene.place()) {
                    case CITY -> random.nextDouble(760, 820);
                    case SEA -> random.nextDouble(560, 650);
                    case FIELD, DESERT -> random.nextDouble(600, 700);
                    case MOUNTAINS, FOREST -> random.nextDouble(680, 760);
                    case SPACE, UNDERWATER -> 900;
                };
        // The light stands to the right, where portraits look.
        double x = width * random.nextDouble(0.56, 0.82);
        double y = scene.night() ? random.nextDouble(130, 300) : random.nextDouble(300, 480);
        double radius = scene.night() ? random.nextDouble(42, 70) : random.nextDouble(70, 120);
        return new View(width, horizon, x, y, scene.japanese() ? radius * 1.5 : radius);
    }
}
