/** Benchmarks beside hand-written loops. */
package dev.loopkeeper.benchmarks;
