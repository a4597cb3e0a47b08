/** What is to be done for a job: pure functions from an observation to a list of small steps. */
@NullMarked
package dev.loopkeeper.operator.decide;

import org.jspecify.annotations.NullMarked;
