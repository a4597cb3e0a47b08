/** Benchmarks of whole jobs, each beside a hand-written loop that does the same: what is measured, and how it is reported. */
@NullMarked
package dev.loopkeeper.benchmarks;

import org.jspecify.annotations.NullMarked;
