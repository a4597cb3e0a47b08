/** Records that go round a loop from key to key: what the engine costs for each hop. */
@NullMarked
package dev.loopkeeper.benchmarks.hops;

import org.jspecify.annotations.NullMarked;
