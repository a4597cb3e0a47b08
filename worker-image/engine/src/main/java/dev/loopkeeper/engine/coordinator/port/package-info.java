/** What a coordinator is given: its ports to the world and the job's settings. */
package dev.loopkeeper.engine.coordinator.port;
