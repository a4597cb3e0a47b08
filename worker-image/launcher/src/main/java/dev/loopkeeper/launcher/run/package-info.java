/** A run of a job on this machine, from the job file to the summary. */
@NullMarked
package dev.loopkeeper.launcher.run;

import org.jspecify.annotations.NullMarked;
