package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** A kubeconfig file with everything inside, so that it can be copied anywhere. */
final class Kubeconfig {
    private Kubeconfig() {}

    static Path write(Path file, String server, Pki pki, String user) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                render(
                        server,
                        user,
                        Files.readAllBytes(pki.certificate("ca")),
                        Files.readAllBytes(pki.certificate(user)),
                        Files.readAllBytes(pki.key(user))));
        return file;
    }

    static String render(String server, String user, byte[] ca, byte[] certificate, byte[] key) {
        var base64 = Base64.getEncoder();
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: easel
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: %s
          user:
            client-certificate-data: %s
            client-key-data: %s
        contexts:
        - name: easel
          context: {cluster: easel, user: %s}
        current-context: easel
        """
                .formatted(
                        server,
                        base64.encodeToString(ca),
                        user,
                        base64.encodeToString(certificate),
                        base64.encodeToString(key),
                        user);
    }
}
