package dev.loopkeeper.operator.monitor;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Has the Kubernetes client say in one line that the API server is away: while it is, each watch fails again and again, and where in the client that
 * was says nothing (K24). Other failures keep their stack trace. Safe for all threads.
 */
@LoggingFilter(name = "connection-errors")
public final class ConnectionErrorFilter implements Filter {

    private static final String CLIENT = "io.fabric8.kubernetes.client";

    @Override
    public boolean isLoggable(LogRecord record) {
        IOException cause = connectionError(record.getThrown());
        if (cause != null
                && record instanceof ExtLogRecord line
                && String.valueOf(record.getLoggerName()).startsWith(CLIENT)) {
            line.setMessage(line.getFormattedMessage() + ": " + oneLine(cause), ExtLogRecord.FormatStyle.NO_FORMAT);
            line.setThrown(null);
        }
        return true;
    }

    private static @Nullable IOException connectionError(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException connection ? connection : null;
    }

    private static String oneLine(IOException cause) {
        String message = cause.getMessage() == null
                ? ""
                : cause.getMessage().lines().findFirst().orElse("");
        return message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }
}
