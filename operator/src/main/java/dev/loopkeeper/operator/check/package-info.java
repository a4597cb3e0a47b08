/** What {@code helm test} runs: whether the release has the rights that it needs, and whether a tiny job gets through. */
@NullMarked
package dev.loopkeeper.operator.check;

import org.jspecify.annotations.NullMarked;
