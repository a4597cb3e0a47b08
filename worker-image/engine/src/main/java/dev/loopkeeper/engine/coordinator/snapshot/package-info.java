/** Snapshots of a region: opened, acknowledged, committed or given up; which are kept, and what is deleted in the end. */
package dev.loopkeeper.engine.coordinator.snapshot;
