/** The work directory of a local run: what of it outlives the launcher, and who may use it. */
@NullMarked
package dev.loopkeeper.launcher.workdir;

import org.jspecify.annotations.NullMarked;
