package dev.loopkeeper.operator.act;

/** What lies at the bottom of an exception: clients wrap what the network said in words of their own. */
public final class RootCause {

    private RootCause() {}

    /** In one line, such as {@code ConnectException: Connection refused}. */
    public static String line(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + message;
    }
}
