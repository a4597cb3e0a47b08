package dev.loopkeeper.operator.act;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;

/** What lies at the bottom of an exception: clients wrap what the network said in words of their own. */
public final class RootCause {

    private RootCause() {}

    /** Whether the network is at fault: an answer that makes no sense is an answer. */
    static boolean isNetwork(Throwable failure) {
        Throwable root = of(failure);
        return root instanceof IOException && !(root instanceof JacksonException);
    }

    private static Throwable of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** In one line, such as {@code ConnectException: Connection refused}. */
    public static String line(Throwable failure) {
        Throwable root = of(failure);
        String message = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + message;
    }
}
