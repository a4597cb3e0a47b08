/**
 * The processes of a job on a cluster: what a pod is given as files and environment, and the same coordinator and workers as in a local run. What
 * they are told is written down in the README of the operator, which gives it to them.
 */
@NullMarked
package dev.loopkeeper.launcher.cluster;

import org.jspecify.annotations.NullMarked;
