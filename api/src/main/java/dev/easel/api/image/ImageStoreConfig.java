package dev.easel.api.image;

import dev.easel.service.Env;
import dev.easel.service.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where pictures are kept. */
public sealed interface ImageStoreConfig {
    URI AMAZON = URI.create("");

    record Directory(Path path) implements ImageStoreConfig {}

    /**
     * @param endpoint absent for Amazon's own, by the region
     */
    record S3(
            @Nullable URI endpoint,
            String region,
            String bucket,
            boolean pathStyle,
            Secret accessKey,
            Secret secretKey)
            implements ImageStoreConfig {}

    /** Keys of the other kind of store are left alone. */
    static Supplier<ImageStoreConfig> from(Env env, Map<String, String> environment) {
        // Notes the problem, if there is one.
        var _ = env.optional("EASEL_IMAGE_STORE", ImageStoreConfig::kind, "directory");
        if (environment.getOrDefault("EASEL_IMAGE_STORE", "").strip().equals("s3")) {
            return s3(env);
        }
        var directory = env.required("EASEL_IMAGE_DIRECTORY", Path::of);
        return () -> new Directory(directory.get());
    }

    private static Supplier<ImageStoreConfig> s3(Env env) {
        var endpoint = env.optional("EASEL_S3_ENDPOINT", ImageStoreConfig::endpoint, AMAZON);
        var region = env.optional("EASEL_S3_REGION", ImageStoreConfig::region, "us-east-1");
        var bucket = env.required("EASEL_S3_BUCKET", ImageStoreConfig::bucket);
        var pathStyle = env.optional("EASEL_S3_PATH_STYLE", ImageStoreConfig::bool, true);
        var accessKey = env.secret("EASEL_S3_ACCESS_KEY");
        var secretKey = env.secret("EASEL_S3_SECRET_KEY");
        return () ->
                new S3(
                        endpoint.get().equals(AMAZON) ? null : endpoint.get(),
                        region.get(),
                        bucket.get(),
                        pathStyle.get(),
                        accessKey.get(),
                        secretKey.get());
    }

    private static String kind(String text) {
        if (!text.equals("directory") && !text.equals("s3")) {
            throw new Env.Expected("directory or s3");
        }
        return text;
    }

    private static URI endpoint(String text) {
        if (!text.matches("https?://[^/?#@\\s]+/?")) {
            throw new Env.Expected("an address such as https://s3.example.org");
        }
        return URI.create(text.replaceAll("/+$", ""));
    }

    private static String region(String text) {
        if (!text.matches("[a-z0-9-]{1,32}")) {
            throw new Env.Expected("a region's name such as eu-central-1");
        }
        return text;
    }

    private static String bucket(String text) {
        if (!text.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new Env.Expected("3 to 63 small letters, digits, dots and dashes");
        }
        return text;
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Env.Expected("true or false");
        };
    }
}
