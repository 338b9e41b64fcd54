package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.image.TestingS3;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.Reason;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API with its pictures in a bucket. */
class StoreOutageIT {
    private static TestingEasel easel;
    private static TestingS3 bucket;

    @BeforeAll
    static void start() throws Exception {
        bucket = new TestingS3();
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setStore(bucket.config());
        easel.startApi();
        easel.createPool("default", "http://127.0.0.1:9");
    }

    @AfterAll
    static void stop() throws Exception {
        easel.close();
        bucket.close();
    }

    @Test
    void losesNothingWhileTheBucketIsAway() throws Exception {
        var generators = new TestingGenerators(easel);
        var request = generators.ask(Ask.generate("bucket"));
        var generator = generators.work(request).generator();
        var pngs = List.of(GeneratorDouble.png(1), GeneratorDouble.png(2));
        assertThat(generator.upload(0, pngs.get(0)).status()).isEqualTo(200);

        bucket.stop();
        var refused = generator.upload(1, pngs.get(1));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo(Reason.IMAGE_STORE_UNAVAILABLE.word());
        assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(generator.result(GeneratorDouble.report(pngs)).code()).isEqualTo("ImageMissing");
        assertThat(easel.opsStatus("/health/ready")).isEqualTo(200);
        assertThat(easel.metrics())
                .contains("easel_api_store_failures_total{kind=\"unavailable\"}");

        bucket.startAgain();
        assertThat(generator.upload(1, pngs.get(1)).status()).isEqualTo(200);
        assertThat(generator.result(GeneratorDouble.report(pngs)).status()).isEqualTo(200);
        for (int i = 0; i < pngs.size(); i++) {
            var path = "/api/v1/requests/" + request + "/images/" + i;
            assertThat(easel.get(path, easel.adminKey.value()).response().body())
                    .isEqualTo(pngs.get(i));
        }

        bucket.stop();
        var path = "/api/v1/requests/" + request + "/images/0";
        var unread = easel.get(path, easel.adminKey.value());
        assertThat(unread.status()).isEqualTo(503);
        assertThat(easel.get(path + "/thumbnail", easel.adminKey.value()).status()).isEqualTo(503);
        bucket.startAgain();
        var part = easel.get(path, easel.adminKey.value(), "Range", "bytes=1-3");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.response().body()).isEqualTo(new byte[] {'P', 'N', 'G'});
        assertThat(easel.get(path + "/thumbnail", easel.adminKey.value()).status()).isEqualTo(200);
    }
}
