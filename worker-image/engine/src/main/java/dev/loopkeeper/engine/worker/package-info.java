/**
 * A worker: its core, which decides, and the process around it, which connects the core with the coordinator, its slots and their peers.
 *
 * <p>Threads: one owns the core and the deployment, one each slot; background threads do what blocks; those of the network hand over what they
 * hear.
 */
package dev.loopkeeper.engine.worker;
