/** From a program to its plan: the graph as defined, chains, exchanges, loops and regions. Pure: no threads, no I/O. */
@NullMarked
package dev.loopkeeper.engine.plan;

import org.jspecify.annotations.NullMarked;
