/**
 * The provider of a run on one machine: it keeps the coordinator's process alive and the workers' processes equal to the
 * coordinator's list, as the operator does with pods.
 *
 * <p>What to do is decided by {@link dev.loopkeeper.launcher.local.LocalProviderDecision} from plain values;
 * {@link dev.loopkeeper.launcher.local.LocalProvider} only sees and acts.
 */
@NullMarked
package dev.loopkeeper.launcher.local;

import org.jspecify.annotations.NullMarked;
