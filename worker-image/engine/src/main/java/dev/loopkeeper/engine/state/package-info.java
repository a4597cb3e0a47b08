/**
 * State of operators on the heap: what programs read and change for each key or task, how it is captured at a snapshot's cut, turned into
 * chunks that cost what changed (R10), and read back at any parallelism (R11).
 *
 * <p>{@link dev.loopkeeper.engine.state.KeyedState} belongs to the task's thread. {@link dev.loopkeeper.engine.state.KeyedCapture} and
 * {@link dev.loopkeeper.engine.state.KeyedContents} are handed to background work and back.
 */
@NullMarked
package dev.loopkeeper.engine.state;

import org.jspecify.annotations.NullMarked;
