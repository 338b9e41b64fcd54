package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @TempDir Path directory;

    @Test
    void signsAServerForItsAddressesAndNames() throws Exception {
        var pki = Pki.create(directory, CLOCK);

        pki.server("api", List.of("127.0.0.1", "kubernetes.default.svc"));

        var certificate = read(pki.certificate("api"));
        certificate.verify(read(pki.certificate("ca")).getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(7, "127.0.0.1"), List.of(2, "kubernetes.default.svc"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void namesUserAndGroupsInAClientCertificate() throws Exception {
        var pki = Pki.create(directory, CLOCK);

        pki.client("kubelet", Pki.KeyKind.RSA, "system:node:easel-node", "system:nodes");

        var certificate = read(pki.certificate("kubelet"));
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=system:node:easel-node,O=system:nodes");
        assertThatCode(() -> certificate.checkValidity(java.util.Date.from(CLOCK.instant())))
                .doesNotThrowAnyException();
    }

    @Test
    void letsTheCaSignAndNothingElse() throws Exception {
        var pki = Pki.create(directory, CLOCK);

        var ca = read(pki.certificate("ca"));

        assertThat(ca.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(ca.getKeyUsage())
                .containsExactly(false, false, false, false, false, true, true, false, false);
    }

    @Test
    void keepsKeysToTheOwner() throws IOException {
        var pki = Pki.create(directory, CLOCK);

        pki.bareKeys("service-accounts");

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(pki.key("service-accounts"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(pki.publicKey("service-accounts")))
                .startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    private static X509Certificate read(Path file) throws IOException, CertificateException {
        try (var stream = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }
}
