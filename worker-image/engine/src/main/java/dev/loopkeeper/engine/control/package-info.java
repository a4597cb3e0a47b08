/**
 * The control connection: one stream of gRPC from each worker to the coordinator.
 *
 * <p>Whoever connects shows the job's token; everything else is refused before its first message is read. Messages of one stream keep
 * their order; a lost stream loses what was under way, and both sides are told.
 */
@NullMarked
package dev.loopkeeper.engine.control;

import org.jspecify.annotations.NullMarked;
