/**
 * What turns the engine's state machines into running threads: one thread for each slot and one for each core, work in the background, and
 * the chunks of snapshots in the store. Every mutable object has one owner thread; the others leave it messages.
 */
@NullMarked
package dev.loopkeeper.engine.runtime;

import org.jspecify.annotations.NullMarked;
