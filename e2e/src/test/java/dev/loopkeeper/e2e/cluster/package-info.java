/** Finds or makes a cluster to test on. */
package dev.loopkeeper.e2e.cluster;
