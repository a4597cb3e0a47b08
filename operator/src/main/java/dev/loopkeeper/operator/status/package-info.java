/** What a job's status says: a pure function of an observation and what was decided. */
@NullMarked
package dev.loopkeeper.operator.status;

import org.jspecify.annotations.NullMarked;
