/**
 * The port to the store that holds snapshots, loop logs and the commit pointers. What is here depends on the JDK only; keys are relative to a
 * bucket and prefix chosen when an implementation is built.
 */
@NullMarked
package dev.loopkeeper.engine.store;

import org.jspecify.annotations.NullMarked;
