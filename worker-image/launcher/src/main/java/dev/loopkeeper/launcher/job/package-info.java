/** What the launcher makes of a job file: which classes, which settings, for how many workers. */
@NullMarked
package dev.loopkeeper.launcher.job;

import org.jspecify.annotations.NullMarked;
