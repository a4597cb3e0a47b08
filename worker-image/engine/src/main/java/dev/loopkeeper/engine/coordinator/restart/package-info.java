/** Whether and when a region starts again after a failure, and how long each phase of a start takes. */
package dev.loopkeeper.engine.coordinator.restart;
