package dev.loopkeeper.operator.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Makes and reads the certificates of a job (K14). Safe for all threads. */
public final class CertificateMaker {

    /** How long a leaf is valid. */
    public static final Duration LEAF = Duration.ofDays(90);

    /** How long an authority is valid. */
    public static final Duration AUTHORITY = Duration.ofDays(730);

    /** Clocks differ: a certificate is valid from an hour before it was made. */
    public static final Duration BACKDATED = Duration.ofHours(1);

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    private final SecureRandom random = new SecureRandom();

    /** A new authority. */
    public KeyAndCertificate authority(Instant now) {
        try {
            KeyPair keys = keys();
            // A number in the name tells an authority from the one before it.
            X500Name name = new X500Name("CN=loopkeeper job authority " + serial().toString(36));
            X509v3CertificateBuilder builder = builder(name, name, keys, now, AUTHORITY);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return signed(builder, keys.getPrivate(), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate could not be made: " + e.getMessage(), e);
        }
    }

    /**
     * A leaf of this authority.
     *
     * @param uri who it is for: the name that parts of a job go by
     * @param hosts names for others, who can only check a host
     */
    public KeyAndCertificate leaf(KeyAndCertificate authority, String uri, List<String> hosts, Instant now) {
        try {
            KeyPair keys = keys();
            X509Certificate issuer = read(authority.certificate()).getFirst();
            X500Name issuerName = new X509CertificateHolder(issuer.getEncoded()).getSubject();
            X509v3CertificateBuilder builder = builder(issuerName, new X500Name("CN=loopkeeper"), keys, now, LEAF);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            List<GeneralName> names = new ArrayList<>();
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
            hosts.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublicKey()));
            return signed(builder, privateKey(authority.key()), keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate could not be made: " + e.getMessage(), e);
        }
    }

    /**
     * The certificates of a PEM text, in its order.
     *
     * @throws IllegalArgumentException if there is none, or one is not readable
     */
    public static List<X509Certificate> read(String pem) {
        try {
            Collection<?> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            List<X509Certificate> certificates =
                    found.stream().map(X509Certificate.class::cast).toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate");
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate is not readable: " + e.getMessage(), e);
        }
    }

    /** The URIs that a certificate is for. */
    public static List<String> uris(X509Certificate certificate) throws GeneralSecurityException {
        return names(certificate, GeneralName.uniformResourceIdentifier);
    }

    /** The hosts that a certificate is for. */
    static List<String> hosts(X509Certificate certificate) throws GeneralSecurityException {
        return names(certificate, GeneralName.dNSName);
    }

    private static List<String> names(X509Certificate certificate, int kind) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> Integer.valueOf(kind).equals(name.getFirst()))
                        .map(name -> String.valueOf(name.getLast()))
                        .toList();
    }

    /** The SHA-256 of its DER form in lower-case hexadecimal digits, by which coordinators name it. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate has no digest", e);
        }
    }

    private KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        return generator.generateKeyPair();
    }

    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Instant now, Duration validity)
            throws GeneralSecurityException, CertIOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                serial(),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(validity)),
                subject,
                keys.getPublic());
        return builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    }

    private static KeyAndCertificate signed(X509v3CertificateBuilder builder, PrivateKey signer, PrivateKey subjectKey)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer));
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
        return new KeyAndCertificate(
                pem("PRIVATE KEY", subjectKey.getEncoded()), pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static String pem(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException, IOException {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject content = reader.readPemObject();
            if (content == null) {
                throw new IOException("the authority's key is not readable");
            }
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content.getContent()));
        }
    }
}
