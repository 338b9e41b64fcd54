package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The certificates of one cluster: a CA that lives as long as the cluster, and what it signs. Files
 * are {@code NAME.crt} and {@code NAME.key} (readable by the owner only) in one directory.
 */
final class Pki {
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ORGANIZATION = "2.5.4.10";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    /** Go reads both; the Java client reads elliptic keys only with a library we do not need. */
    enum KeyKind {
        ELLIPTIC,
        RSA
    }

    private final Path directory;
    private final Clock clock;
    private final KeyPair ca;
    private final byte[] caName = name("easel-sandbox-ca", List.of());
    private final SecureRandom random = new SecureRandom();

    private Pki(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        this.ca = keyPair(KeyKind.ELLIPTIC);
    }

    static Pki create(Path directory, Clock clock) throws IOException {
        Files.createDirectories(directory);
        var pki = new Pki(directory, clock);
        var extensions =
                List.of(
                        extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                        extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})),
                        extension("2.5.29.14", false, Der.octets(keyId(pki.ca))));
        pki.writeCertificate("ca", pki.sign(pki.caName, pki.ca, extensions));
        return pki;
    }

    /** Signs a certificate for a server; a host is an address if it reads as one, else a name. */
    void server(String file, List<String> hosts) throws IOException {
        var names = new ArrayList<byte[]>();
        for (var host : hosts) {
            names.add(
                    isAddress(host)
                            ? Der.implicit(7, InetAddress.getByName(host).getAddress())
                            : Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII)));
        }
        var alternatives = Der.sequence(names.toArray(byte[][]::new));
        leaf(
                file,
                KeyKind.ELLIPTIC,
                name(file, List.of()),
                List.of(
                        extension("2.5.29.17", false, alternatives),
                        extension("2.5.29.37", false, Der.sequence(Der.oid(SERVER_AUTH)))));
    }

    /** Signs a client certificate; Kubernetes reads the user from it and the groups. */
    void client(String file, KeyKind kind, String user, String... groups) throws IOException {
        leaf(
                file,
                kind,
                name(user, Arrays.asList(groups)),
                List.of(extension("2.5.29.37", false, Der.sequence(Der.oid(CLIENT_AUTH)))));
    }

    /** Makes a bare key pair, {@code NAME.key} and {@code NAME.pub}. */
    void bareKeys(String file) throws IOException {
        var keys = keyPair(KeyKind.ELLIPTIC);
        writeKey(file, keys);
        Files.writeString(
                directory.resolve(file + ".pub"), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
    }

    Path certificate(String file) {
        return directory.resolve(file + ".crt");
    }

    Path key(String file) {
        return directory.resolve(file + ".key");
    }

    Path publicKey(String file) {
        return directory.resolve(file + ".pub");
    }

    private void leaf(String file, KeyKind kind, byte[] subject, List<byte[]> purpose)
            throws IOException {
        var keys = keyPair(kind);
        var extensions = new ArrayList<byte[]>();
        extensions.add(extension("2.5.29.15", true, Der.bits(5, new byte[] {(byte) 0xa0})));
        extensions.add(extension("2.5.29.35", false, Der.sequence(Der.implicit(0, keyId(ca)))));
        extensions.addAll(purpose);
        writeCertificate(file, sign(subject, keys, extensions));
        writeKey(file, keys);
    }

    private byte[] sign(byte[] subject, KeyPair keys, List<byte[]> extensions) {
        var algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
        var now = clock.instant();
        var body =
                Der.sequence(
                        Der.explicit(0, Der.integer(BigInteger.TWO)),
                        Der.integer(new BigInteger(120, random)),
                        algorithm,
                        caName,
                        // An hour back, for clocks of containers and virtual machines that lag.
                        Der.sequence(
                                Der.time(now.minus(Duration.ofHours(1))),
                                Der.time(now.plus(VALIDITY))),
                        subject,
                        keys.getPublic().getEncoded(),
                        Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(ca.getPrivate());
            signature.update(body);
            return Der.sequence(body, algorithm, Der.bits(0, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with ECDSA", e);
        }
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] name(String commonName, List<String> organizations) {
        var parts = new ArrayList<byte[]>();
        for (var organization : organizations) {
            parts.add(attribute(ORGANIZATION, organization));
        }
        parts.add(attribute(COMMON_NAME, commonName));
        return Der.sequence(parts.toArray(byte[][]::new));
    }

    private static byte[] attribute(String oid, String value) {
        return Der.set(Der.sequence(Der.oid(oid), Der.utf8(value)));
    }

    private static byte[] keyId(KeyPair keys) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(digest.digest(keys.getPublic().getEncoded()), 20);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static KeyPair keyPair(KeyKind kind) {
        try {
            var generator =
                    KeyPairGenerator.getInstance(
                            switch (kind) {
                                case ELLIPTIC -> "EC";
                                case RSA -> "RSA";
                            });
            generator.initialize(kind == KeyKind.RSA ? 2048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes EC and RSA keys", e);
        }
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private void writeCertificate(String file, byte[] der) throws IOException {
        Files.writeString(certificate(file), pem("CERTIFICATE", der));
    }

    private void writeKey(String file, KeyPair keys) throws IOException {
        var path = key(file);
        Files.deleteIfExists(path);
        Files.createFile(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
