/** The way to the coordinators: their streams in, observations out. */
@NullMarked
package dev.loopkeeper.operator.coordinator;

import org.jspecify.annotations.NullMarked;
