/**
 * The feedback channel of a loop: a segmented log whose beginning is what a snapshot left of it, whose middle may be on the local disk and
 * whose ends are in memory. The queue is the log; a snapshot of it is two positions and a promise.
 */
package dev.loopkeeper.engine.log;
