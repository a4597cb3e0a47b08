/**
 * How a coordinator becomes a job's only one: the claim of {@code job} and of every region's {@code head} (R12), what stands there, and what
 * the job starts from.
 */
package dev.loopkeeper.engine.coordinator.claim;
