package dev.loopkeeper.e2e;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives tests the one cluster of the run; they are skipped where there is none. */
final class OnCluster implements BeforeAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(OnCluster.class);

    /** If it says required, tests that cannot run fail. */
    private static final String REQUIRED = "LOOPKEEPER_E2E";

    /** An environment, or why there is none. It is closed after the last test. */
    private record Found(Environment environment, String missing) implements AutoCloseable {

        @Override
        public void close() {
            if (environment != null) {
                environment.close();
            }
        }
    }

    private static Found find() {
        try {
            return new Found(Environment.open(), null);
        } catch (TestAbortedException e) {
            if ("required".equals(System.getenv(REQUIRED))) {
                throw new IllegalStateException(e.getMessage(), e);
            }
            System.out.println("skipped: " + e.getMessage());
            return new Found(null, e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException("the cluster could not be prepared", e);
        }
    }

    private static Environment environment(ExtensionContext context) {
        Found found = context.getRoot().getStore(STORE).computeIfAbsent(Found.class, _ -> find(), Found.class);
        if (found.environment() == null) {
            throw new TestAbortedException(found.missing());
        }
        return found.environment();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        environment(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Environment.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return environment(context);
    }
}
