/**
 * The exchange between processes: batches, control records and credits over TCP, one connection per pair of workers and region attempt.
 *
 * <p>Slot threads encode and decode; the event loops of {@link dev.loopkeeper.engine.network.ExchangeServer} only move bytes. Between the
 * two stand queues of frames in heap arrays that return to their pools, so nothing here is reference-counted outside of an event loop.
 */
@NullMarked
package dev.loopkeeper.engine.network;

import org.jspecify.annotations.NullMarked;
