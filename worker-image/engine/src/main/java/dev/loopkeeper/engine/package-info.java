/** The engine: runtime, loop, snapshots, coordinator and recovery. */
package dev.loopkeeper.engine;
