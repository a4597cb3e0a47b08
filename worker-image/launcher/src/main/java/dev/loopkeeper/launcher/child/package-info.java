/** The child processes of a local run: what they are told, and how they begin. */
@NullMarked
package dev.loopkeeper.launcher.child;

import org.jspecify.annotations.NullMarked;
