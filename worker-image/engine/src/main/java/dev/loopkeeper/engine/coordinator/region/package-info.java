/** One region: its attempts, its workers from the fence in the store to running tasks, and what follows a failure. */
package dev.loopkeeper.engine.coordinator.region;
