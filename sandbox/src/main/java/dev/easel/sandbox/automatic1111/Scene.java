package dev.easel.sandbox.automatic1111;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a picture shows, read from its prompt; everything left open is up to the seed. */
record Scene(
        Palette palette,
        Place place,
        Figure figure,
        Weather weather,
        Finish finish,
        boolean japanese,
        boolean neon,
        boolean night,
        Color hair,
        Color cloth,
        long seed) {

    enum Place {
        CITY,
        MOUNTAINS,
        FOREST,
        SEA,
        FIELD,
        DESERT,
        SPACE,
        UNDERWATER
    }

    enum Figure {
        NONE,
        PORTRAIT,
        WANDERER,
        CAT,
        FOX
    }

    enum Weather {
        CLEAR,
        RAIN,
        SNOW,
        PETALS,
        LEAVES,
        FIREFLIES
    }

    /** How the painted picture is finished; 1 leaves saturation and brightness alone. */
    record Finish(
            double saturation,
            double brightness,
            boolean monochrome,
            boolean pixels,
            boolean paper) {}

    static Scene of(Plan plan, int index) {
        var recipe = plan.recipe();
        var loras = plan.loras().stream().map(l -> l.name()).collect(Collectors.joining(" "));
        var tags = recipe.prompt().replaceAll("<[^>]*>", " ") + " " + loras;
        var seed = plan.seed(index);
        // Everything that shapes a real picture shapes this one, so that a change shows.
        long mixed =
                seed * 0x9E3779B97F4A7C15L
                        ^ hash(plan.sampling().sampler().name())
                        ^ hash(plan.checkpoint().name()) << 17
                        ^ plan.subseed() * Math.round(plan.recipe().subseedStrength() * 1000);
        return of(tags, mixed, recipe.cfgScale());
    }

    static Scene of(String prompt, long seed, double cfgScale) {
        var words = new Words(prompt.toLowerCase(Locale.ROOT).replace('-', ' '));
        boolean neon = words.any("neon", "cyberpunk", "vaporwave", "synthwave");
        var place = place(words, neon, seed);
        var japanese =
                words.any(
                        "japanese",
                        "japan",
                        "ukiyo e",
                        "kimono",
                        "yukata",
                        "shrine",
                        "torii",
                        "samurai",
                        "ninja",
                        "kyoto",
                        "geisha",
                        "katana",
                        "temple",
                        "showa");
        return new Scene(
                palette(words, neon, place, seed),
                place,
                figure(words),
                weather(words),
                finish(words, cfgScale),
                japanese,
                neon,
                !words.any("sunset", "setting sun", "sunrise", "evening")
                        && (neon
                                || words.any(
                                        "night",
                                        "midnight",
                                        "moon",
                                        "starry",
                                        "stars",
                                        "milky way")),
                hair(words, seed),
                cloth(words, seed),
                seed);
    }

    private record Words(String text) {
        boolean any(String... some) {
            var choice = List.of(some).stream().map(Pattern::quote);
            return Pattern.compile("\\b(" + choice.collect(Collectors.joining("|")) + ")s?\\b")
                    .matcher(text)
                    .find();
        }
    }

    private static Palette palette(Words words, boolean neon, Place place, long seed) {
        if (place == Place.UNDERWATER) {
            return Palette.WATER;
        }
        if (place == Place.SPACE) {
            return Palette.SPACE;
        }
        boolean sunset = words.any("sunset", "setting sun", "golden hour", "evening");
        if (sunset) {
            return neon ? blend(Palette.SUNSET, Palette.NEON, 0.35) : Palette.SUNSET;
        }
        if (neon) {
            return Palette.NEON;
        }
        if (words.any(
                "night",
                "midnight",
                "moon",
                "starry",
                "stars",
                "milky way",
                "aurora",
                "fireworks")) {
            return Palette.NIGHT;
        }
        if (words.any("dusk", "twilight")) {
            return Palette.DUSK;
        }
        if (words.any("dawn", "sunrise", "morning")) {
            return Palette.DAWN;
        }
        if (words.any("storm", "rain", "overcast", "fog", "lightning", "horror", "eerie")) {
            return Palette.STORM;
        }
        if (words.any("snow", "snowy", "winter", "snowscape", "ice")) {
            return Palette.SNOW;
        }
        if (words.any("autumn", "fall leaves", "autumn leaves")) {
            return Palette.AUTUMN;
        }
        if (words.any("day", "daytime", "blue sky", "clear sky", "summer", "sunny", "noon")) {
            return Palette.DAY;
        }
        var some = List.of(Palette.DAY, Palette.DAWN, Palette.SUNSET, Palette.DUSK, Palette.AUTUMN);
        return some.get(Math.floorMod(seed ^ words.text().hashCode(), some.size()));
    }

    private static Palette blend(Palette a, Palette b, double share) {
        return new Palette(
                Palette.mix(a.zenith(), b.zenith(), share),
                Palette.mix(a.sky(), b.sky(), share),
                Palette.mix(a.horizon(), b.horizon(), share * 0.4),
                Palette.mix(a.far(), b.far(), share),
                Palette.mix(a.near(), b.near(), share),
                a.light());
    }

    private static Place place(Words words, boolean neon, long seed) {
        if (words.any("underwater", "coral", "mermaid", "whale", "dolphin")) {
            return Place.UNDERWATER;
        }
        if (words.any("outer space", "space", "galaxy", "planet", "spaceship", "astronaut")) {
            return Place.SPACE;
        }
        if (neon
                || words.any(
                        "city",
                        "cityscape",
                        "street",
                        "tokyo",
                        "skyline",
                        "skyscraper",
                        "alley",
                        "back alley",
                        "rooftop",
                        "urban",
                        "town",
                        "building")) {
            return Place.CITY;
        }
        if (words.any("forest", "jungle", "woods", "bamboo forest", "tree")) {
            return Place.FOREST;
        }
        if (words.any(
                "sea",
                "ocean",
                "beach",
                "lake",
                "river",
                "seaside",
                "island",
                "ship",
                "lighthouse",
                "wave")) {
            return Place.SEA;
        }
        if (words.any("desert", "dune", "pyramid")) {
            return Place.DESERT;
        }
        if (words.any(
                "meadow",
                "field",
                "flower field",
                "garden",
                "countryside",
                "flowers",
                "village",
                "sunflower",
                "park")) {
            return Place.FIELD;
        }
        if (words.any(
                "mountain",
                "mount fuji",
                "valley",
                "cliff",
                "volcano",
                "landscape",
                "scenery",
                "castle")) {
            return Place.MOUNTAINS;
        }
        var some = List.of(Place.MOUNTAINS, Place.SEA, Place.FIELD, Place.FOREST);
        return some.get(Math.floorMod(seed >> 7 ^ words.text().hashCode(), some.size()));
    }

    private static Figure figure(Words words) {
        if (words.any("cat", "kitten")) {
            return Figure.CAT;
        }
        if (words.any("fox", "wolf", "dog", "puppy")) {
            return Figure.FOX;
        }
        if (words.any("1girl", "woman", "girl", "portrait", "lady", "princess", "witch")) {
            return words.any("full body", "distant view") ? Figure.WANDERER : Figure.PORTRAIT;
        }
        return words.any(
                        "1boy",
                        "man",
                        "boy",
                        "samurai",
                        "ninja",
                        "knight",
                        "wizard",
                        "astronaut",
                        "warrior",
                        "child",
                        "person",
                        "couple")
                ? Figure.WANDERER
                : Figure.NONE;
    }

    private static Weather weather(Words words) {
        if (words.any("rain", "storm")) {
            return Weather.RAIN;
        }
        if (words.any("snow", "snowy", "snowscape", "winter")) {
            return Weather.SNOW;
        }
        if (words.any("cherry blossom", "cherry blossoms", "petal", "sakura", "spring")) {
            return Weather.PETALS;
        }
        if (words.any("autumn", "autumn leaves", "falling leaves")) {
            return Weather.LEAVES;
        }
        return words.any("fireflies", "firefly", "lantern", "magic", "fairy", "dreamlike")
                ? Weather.FIREFLIES
                : Weather.CLEAR;
    }

    private static Finish finish(Words words, double cfgScale) {
        double saturation = 0.9 + cfgScale / 70;
        if (words.any("vivid", "vivid saturated colors", "colorful", "saturated")) {
            saturation *= 1.35;
        } else if (words.any("muted", "muted colors", "pastel", "pale", "desaturated")) {
            saturation *= 0.55;
        }
        double brightness = 1;
        if (words.any("bright", "brighter", "high key lighting")) {
            brightness = 1.22;
        } else if (words.any("dark", "low key lighting", "darker")) {
            brightness = 0.72;
        }
        return new Finish(
                saturation,
                brightness,
                words.any(
                        "monochrome",
                        "ink wash painting",
                        "sepia",
                        "greyscale",
                        "line art",
                        "pencil drawing"),
                words.any("pixel art"),
                words.any(
                        "watercolor",
                        "watercolor painting",
                        "oil painting",
                        "ukiyo e",
                        "paper texture",
                        "woodblock print",
                        "sketch"));
    }

    private static Color hair(Words words, long seed) {
        if (words.any("blonde", "blonde hair", "golden hair")) {
            return new Color(0xD9AE5F);
        }
        if (words.any("silver hair", "white hair")) {
            return new Color(0xB9BFD0);
        }
        if (words.any("red hair")) {
            return new Color(0x8E2B22);
        }
        if (words.any("blue hair")) {
            return new Color(0x2B4FA8);
        }
        if (words.any("pink hair")) {
            return new Color(0xD46A96);
        }
        if (words.any("brown hair")) {
            return new Color(0x4E2F1E);
        }
        var some = List.of(new Color(0x15111C), new Color(0x1E1530), new Color(0x2A1A18));
        return some.get(Math.floorMod(seed >> 3, some.size()));
    }

    private static Color cloth(Words words, long seed) {
        if (words.any("red")) {
            return new Color(0xA3202B);
        }
        if (words.any("blue")) {
            return new Color(0x24519C);
        }
        if (words.any("white")) {
            return new Color(0xD8D6D2);
        }
        if (words.any("black")) {
            return new Color(0x17161C);
        }
        if (words.any("green")) {
            return new Color(0x2E6B4A);
        }
        return Color.getHSBColor(Math.floorMod(seed >> 11, 360) / 360f, 0.55f, 0.42f);
    }

    private static long hash(String text) {
        return text.hashCode() * 2654435761L;
    }
}
