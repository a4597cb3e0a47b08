package dev.loopkeeper.launcher.local;

import dev.loopkeeper.launcher.provider.CoordinatorLink;
import dev.loopkeeper.launcher.provider.ProviderListener;
import java.net.URI;

/** Opens ways to coordinators. */
@FunctionalInterface
public interface CoordinatorLinks {

    /** A way to the coordinator that listens there; returns at once, and tells the listener what comes of it. */
    CoordinatorLink open(URI address, ProviderListener listener);
}
