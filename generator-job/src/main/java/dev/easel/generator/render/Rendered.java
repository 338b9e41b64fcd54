package dev.easel.generator.render;

import dev.easel.protocol.Settings;
import java.util.List;

/** Verified pictures, the settings that made them, and the back end's own words. */
public record Rendered(List<Picture> pictures, Settings settings, String rawInfo) {}
