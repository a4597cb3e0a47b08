package dev.loopkeeper.operator.observe;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a job's data would be if a run started now; runs and the status keep it as text, {@code s3://bucket/prefix/ at endpoint} (K19). How to sign in is
 * no part of it, and one service may be written in several ways.
 *
 * @param text for people
 * @param formerEndpoints under which the same service was known before, as whoever runs the operator says
 */
public record StoreAddress(String text, List<String> formerEndpoints) {

    private static final String AT = " at ";
    private static final Pattern ENDPOINT = Pattern.compile("(https?)://(\\[[^]]*]|[^:/]+)(?::(\\d+))?/*");

    public StoreAddress {
        formerEndpoints = List.copyOf(formerEndpoints);
    }

    public StoreAddress(String text) {
        this(text, List.of());
    }

    /** Whether what was kept of an earlier run is this place. */
    public boolean isAt(String kept) {
        return place(text).equals(place(kept))
                && Stream.concat(Stream.of(endpoint(text)), formerEndpoints.stream())
                        .map(StoreAddress::service)
                        .anyMatch(service(endpoint(kept))::equals);
    }

    private static String place(String text) {
        int at = text.lastIndexOf(AT);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String endpoint(String text) {
        int at = text.lastIndexOf(AT);
        return at < 0 ? "" : text.substring(at + AT.length());
    }

    /** Host and port: behind one of these is one service, whether it is spoken to with TLS or without. */
    private static String service(String endpoint) {
        String lower = endpoint.strip().toLowerCase(Locale.ROOT);
        Matcher parts = ENDPOINT.matcher(lower);
        if (!parts.matches()) {
            return lower;
        }
        String written = parts.group(3);
        String usual = parts.group(1).equals("https") ? "443" : "80";
        return parts.group(2) + ":" + (written == null ? usual : written);
    }

    @Override
    public String toString() {
        return text;
    }
}
