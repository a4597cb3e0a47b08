package dev.loopkeeper.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port of the cluster on this machine, by kubectl: that of the Java client loses connections. */
public final class PortForward implements AutoCloseable {

    private static final Pattern LOCAL = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final int port;

    private PortForward(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Opens one; it is there when this returns. */
    public static PortForward open(Path kubeconfig, String namespace, String target, int port) {
        try {
            Process process = new ProcessBuilder(
                            Programs.of(kubeconfig, "kubectl"),
                            "--kubeconfig",
                            kubeconfig.toString(),
                            "--namespace",
                            namespace,
                            "port-forward",
                            "--address",
                            "127.0.0.1",
                            target,
                            ":" + port)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            Matcher found = LOCAL.matcher(String.valueOf(line));
            if (!found.find()) {
                process.destroy();
                throw new IllegalStateException("kubectl port-forward to " + target + " says " + line);
            }
            // It would stop at a full pipe.
            Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
            return new PortForward(process, Integer.parseInt(found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port here. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
