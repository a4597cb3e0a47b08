/** What is in a store: found, shown and verified without a coordinator. */
@NullMarked
package dev.loopkeeper.launcher.snapshots;

import org.jspecify.annotations.NullMarked;
