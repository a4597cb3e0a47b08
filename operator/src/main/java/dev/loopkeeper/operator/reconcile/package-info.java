/** Gathers observations, has them decided upon, and writes the status: where the Java Operator SDK meets the rest. */
@NullMarked
package dev.loopkeeper.operator.reconcile;

import org.jspecify.annotations.NullMarked;
