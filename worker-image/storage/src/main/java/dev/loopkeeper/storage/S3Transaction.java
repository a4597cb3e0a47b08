package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.MultipartStore.Part;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An upload whose parts are all in the store. Its text, {@code s3:<bucket> <key> <upload> <number>:<etag>...}, goes into the snapshot's manifest.
 */
record S3Transaction(String bucket, String key, String uploadId, List<Part> parts) {

    private static final String MARK = "s3:";
    private static final int FIXED_FIELDS = 3;

    String text() {
        return MARK + bucket + " " + encode(key) + " " + encode(uploadId) + " "
                + parts.stream()
                        .map(part -> part.number() + ":" + encode(part.etag()))
                        .collect(Collectors.joining(" "));
    }

    static S3Transaction parse(String text) throws IOException {
        String[] fields = text.split(" ");
        if (!text.startsWith(MARK) || fields.length <= FIXED_FIELDS) {
            throw new IOException("\"" + text + "\" is no transaction of an S3 object");
        }
        try {
            List<Part> parts = new ArrayList<>();
            for (int index = FIXED_FIELDS; index < fields.length; index++) {
                int colon = fields[index].indexOf(':');
                parts.add(new Part(
                        Integer.parseInt(fields[index], 0, colon, 10), decode(fields[index].substring(colon + 1))));
            }
            return new S3Transaction(
                    fields[0].substring(MARK.length()), decode(fields[1]), decode(fields[2]), List.copyOf(parts));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("\"" + text + "\" is no transaction of an S3 object", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
