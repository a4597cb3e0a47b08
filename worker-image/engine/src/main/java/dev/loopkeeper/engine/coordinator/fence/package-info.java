/** The objects that fence (R12): every decision that must not be taken twice is a conditional write of one of them. */
package dev.loopkeeper.engine.coordinator.fence;
