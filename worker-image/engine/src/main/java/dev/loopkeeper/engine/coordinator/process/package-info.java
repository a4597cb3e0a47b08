/**
 * A coordinator as a process: one thread that owns the {@link dev.loopkeeper.engine.coordinator.JobCoordinator}, and around it the ports to
 * workers, provider, store and clock.
 */
@NullMarked
package dev.loopkeeper.engine.coordinator.process;

import org.jspecify.annotations.NullMarked;
