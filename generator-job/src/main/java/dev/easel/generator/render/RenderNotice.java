package dev.easel.generator.render;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a user should know about pictures that are good. */
public enum RenderNotice {
    LORAS_UNCONFIRMED(
            "the back end does not say whether it loaded the LoRAs, so that was not checked",
            "バックエンドは LoRA を読み込んだかどうかを知らせないため、確認できませんでした"),
    CONVERTED_FROM_JPEG(
            "the back end sent JPEG, which was converted to PNG with JPEG's losses; set its file"
                    + " format for images to png",
            "バックエンドが JPEG を送ってきたため PNG に変換しました（劣化があります）。画像形式を png に設定してください"),
    RENDERED_LARGER(
            "the back end enlarges no images, so the picture was rendered again at the larger size",
            "バックエンドに拡大機能がないため、大きいサイズで描き直しました");

    private final String english;
    private final String japanese;

    RenderNotice(String english, String japanese) {
        this.english = english;
        this.japanese = japanese;
    }

    /** In Japanese for a Japanese locale, else in English. */
    public String text(@Nullable String locale) {
        return locale != null && locale.toLowerCase(Locale.ROOT).startsWith("ja")
                ? japanese
                : english;
    }
}
