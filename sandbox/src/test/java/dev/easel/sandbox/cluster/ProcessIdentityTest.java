package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    @Test
    void survivesBeingWrittenDown() {
        var self = ProcessIdentity.self("test");

        assertThat(ProcessIdentity.parse(self.line())).contains(self);
        assertThat(self.alive()).isTrue();
    }

    @Test
    void leavesAProcessAloneThatOnlyHasTheSamePid() throws IOException {
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            var now = ProcessIdentity.of("sleep", process.pid()).orElseThrow();
            var before = new ProcessIdentity("sleep", now.pid(), now.startTicks() - 1);

            before.stop(Duration.ofSeconds(1));

            assertThat(before.alive()).isFalse();
            assertThat(process.isAlive()).isTrue();
            now.stop(Duration.ofSeconds(5));
            assertThat(now.alive()).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void ignoresLinesThatAreNotItsOwn() {
        assertThat(ProcessIdentity.parse("")).isEmpty();
        assertThat(ProcessIdentity.parse("etcd 12")).isEmpty();
        assertThat(ProcessIdentity.parse("etcd twelve 13")).isEmpty();
    }
}
