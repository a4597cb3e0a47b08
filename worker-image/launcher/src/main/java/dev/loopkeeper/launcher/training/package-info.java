/**
 * What a JVM is shown once, so that all later ones start fast: a run that loads the classes of launcher, coordinator and workers and makes them
 * do some of everything. The JVM writes down what it saw in a cache (JEP 483, JEP 514, JEP 515), which the processes of a job are started with.
 */
@NullMarked
package dev.loopkeeper.launcher.training;

import org.jspecify.annotations.NullMarked;
