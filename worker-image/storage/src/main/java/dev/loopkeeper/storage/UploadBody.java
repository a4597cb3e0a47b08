package dev.loopkeeper.storage;

import io.minio.Checksum;
import io.minio.Http;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Bytes to upload, handed to MinIO's client without a copy. The content is not changed, nor is its position moved; it can be read any number of
 * times.
 */
final class UploadBody extends io.minio.ByteBuffer {

    private final ByteBuffer content;

    UploadBody(ByteBuffer content) {
        super(content.remaining());
        this.content = content.slice();
    }

    /**
     * What a torn or altered upload is recognized by: the store refuses it. Where the way to the store is encrypted or stays on this machine the
     * signature covers this checksum and not the payload itself, so that the store need not hold a whole payload before it trusts it.
     */
    Http.Headers checksumHeaders(S3Settings settings) {
        var headers = new Http.Headers();
        headers.put(Http.Headers.CONTENT_MD5, Base64.getEncoder().encodeToString(md5()));
        if (settings.isEncrypted() || settings.isLoopback()) {
            headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, Checksum.UNSIGNED_PAYLOAD);
        }
        return headers;
    }

    @Override
    public long length() {
        return content.remaining();
    }

    @Override
    public InputStream inputStream() {
        if (content.hasArray()) {
            return new ByteArrayInputStream(
                    content.array(), content.arrayOffset() + content.position(), content.remaining());
        }
        return new BufferInputStream(content.duplicate());
    }

    private byte[] md5() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(content.duplicate());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no MD5", e);
        }
    }

    private static final class BufferInputStream extends InputStream {

        private final ByteBuffer rest;

        BufferInputStream(ByteBuffer rest) {
            this.rest = rest;
        }

        @Override
        public int read() {
            return rest.hasRemaining() ? rest.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!rest.hasRemaining()) {
                return -1;
            }
            int taken = Math.min(length, rest.remaining());
            rest.get(bytes, offset, taken);
            return taken;
        }
    }
}
