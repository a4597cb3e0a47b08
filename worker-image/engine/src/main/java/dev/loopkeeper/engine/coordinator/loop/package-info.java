/** The decisions of loops: when a round is over and what follows, when an asynchronous loop is done. */
package dev.loopkeeper.engine.coordinator.loop;
