package dev.easel.api.image;

import dev.easel.service.Secret;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A server that speaks S3, with one bucket in memory; it may be stopped and started again. */
public final class TestingS3 implements AutoCloseable {
    private static final String BUCKET = "pictures";
    private static final String ACCESS_KEY = "access";
    private static final String SECRET_KEY = "secret";

    private final TransientNio2BlobStore blobs = new TransientNio2BlobStore();
    private S3Proxy server;
    private final int port;

    public TestingS3() throws Exception {
        blobs.createContainer(BUCKET);
        server = started(0);
        port = server.getPort();
    }

    private S3Proxy started(int port) throws Exception {
        var proxy =
                S3Proxy.builder()
                        .blobStore(blobs)
                        .endpoint(URI.create("http://127.0.0.1:" + port))
                        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                        .ignoreUnknownHeaders(true)
                        .build();
        proxy.start();
        return proxy;
    }

    public void stop() throws Exception {
        server.stop();
    }

    public void startAgain() throws Exception {
        server = started(port);
    }

    public ImageStoreConfig.S3 config() {
        return config(SECRET_KEY);
    }

    ImageStoreConfig.S3 config(String secretKey) {
        return new ImageStoreConfig.S3(
                URI.create("http://127.0.0.1:" + port),
                "us-east-1",
                BUCKET,
                true,
                new Secret(ACCESS_KEY),
                new Secret(secretKey));
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
