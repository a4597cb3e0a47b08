/** What tasks start from: the splits of a first start, a snapshot of their own, snapshots of another parallelism or another job. */
package dev.loopkeeper.engine.coordinator.restore;
