package dev.loopkeeper.engine.control;

import java.net.InetSocketAddress;

/**
 * Where something listens, as text {@code host:port}; an IPv6 address stands in brackets.
 *
 * @param host a name or an address, without brackets
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {

    private static final int LARGEST_PORT = 65_535;

    public HostPort {
        if (host.isBlank() || port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("\"" + host + ":" + port + "\" is no address; give HOST:PORT");
        }
    }

    /** @throws IllegalArgumentException with one line that quotes the text */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is no address; give HOST:PORT");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.contains(":")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address; put an IPv6 address in brackets: [HOST]:PORT");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address: the port is no number; give HOST:PORT", e);
        }
    }

    /** Of a bound socket. */
    public static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getHostString(), address.getPort());
    }

    /** Looks the host up; blocks while a name server is asked. */
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
