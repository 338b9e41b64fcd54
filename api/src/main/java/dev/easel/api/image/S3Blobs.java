package dev.easel.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * A bucket of any server that speaks S3. A file is put in one call, so it shows whole or not at
 * all.
 */
public final class S3Blobs implements Blobs {
    private static final Logger LOG = LoggerFactory.getLogger(S3Blobs.class);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(15);
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(45);
    private static final Duration CALL_MAX = Duration.ofSeconds(60);
    private static final Duration PROBE_MAX = Duration.ofSeconds(3);

    private final S3Client client;
    private final String bucket;
    private final Path incoming;
    private volatile boolean answered;

    /**
     * @param incoming of this machine, for uploads until they are checked
     */
    public S3Blobs(ImageStoreConfig.S3 config, Path incoming) throws IOException {
        this.bucket = config.bucket();
        this.incoming = Files.createDirectories(incoming);
        this.client = client(config);
    }

    private static S3Client client(ImageStoreConfig.S3 config) {
        var builder =
                S3Client.builder()
                        .region(Region.of(config.region()))
                        .forcePathStyle(config.pathStyle())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                config.accessKey().value(),
                                                config.secretKey().value())))
                        // Servers that are not Amazon's know checksums of old only.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .overrideConfiguration(
                                o -> o.apiCallAttemptTimeout(ATTEMPT_MAX).apiCallTimeout(CALL_MAX))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_MAX)
                                        .socketTimeout(SILENCE_MAX));
        return (config.endpoint() == null ? builder : builder.endpointOverride(config.endpoint()))
                .build();
    }

    @Override
    public Path incoming() {
        return incoming;
    }

    @Override
    public void publish(Path file, String key) throws IOException {
        asked(() ->
                client.putObject(
                        put -> put.bucket(bucket).key(key).contentType(type(key)),
                        RequestBody.fromFile(file)));
    }

    @Override
    public Optional<InputStream> open(String key, long from, long bytesMax) throws IOException {
        try {
            return Optional.of(
                    asked(() ->
                            client.getObject(get ->
                                    get.bucket(bucket)
                                            .key(key)
                                            .range(
                                                    "bytes="
                                                            + from
                                                            + "-"
                                                            + (from + bytesMax - 1)))));
        } catch (NotThere e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        asked(() -> client.deleteObject(delete -> delete.bucket(bucket).key(key)));
    }

    @Override
    public List<Found> list(String folder) throws IOException {
        return asked(() ->
                client
                        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder + "/"))
                        .contents()
                        .stream()
                        .map(object -> new Found(object.key(), object.lastModified()))
                        .toList());
    }

    /**
     * Once the bucket has answered this stays true: a bucket that goes away later is told to those
     * who ask for pictures, and takes the queue and the lists from nobody.
     */
    @Override
    public boolean isReady() {
        if (!answered) {
            try {
                client.headBucket(head ->
                        head.bucket(bucket)
                                .overrideConfiguration(o -> o.apiCallTimeout(PROBE_MAX)));
                answered = true;
            } catch (SdkException e) {
                LOG.atWarn().setCause(e).log("the bucket has not answered yet");
            }
        }
        return answered;
    }

    private static final class NotThere extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static <T> T asked(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (NoSuchKeyException e) {
            throw new NotThere();
        } catch (SdkException e) {
            throw new IOException("the bucket does not answer as expected", e);
        }
    }

    private static String type(String key) {
        return key.endsWith(".jpg") ? "image/jpeg" : "image/png";
    }

    @Override
    public void close() {
        client.close();
    }
}
