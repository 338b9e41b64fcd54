package dev.easel.generator.render;

import dev.easel.protocol.Settings;
import java.util.List;

/**
 * Verified pictures, the settings that made them, and the back end's own words.
 *
 * @param settings complete: with the checkpoint's hash and how the source was really changed
 * @param notices what the user should know about it
 */
public record Rendered(
        List<Picture> pictures, Settings settings, String rawInfo, List<RenderNotice> notices) {}
