/**
 * The strict reader of job files. It checks a file against the resource's definition for Kubernetes, rule by rule, so that a file which is good
 * here is good there, and names everything that is wrong at once.
 */
@NullMarked
package dev.loopkeeper.crds.read;

import org.jspecify.annotations.NullMarked;
