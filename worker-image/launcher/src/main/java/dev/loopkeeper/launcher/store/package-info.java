/** Which store a run or a tool uses, and with which keys. */
@NullMarked
package dev.loopkeeper.launcher.store;

import org.jspecify.annotations.NullMarked;
