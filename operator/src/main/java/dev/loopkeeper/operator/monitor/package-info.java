/** What the operator tells of itself: metrics, and whether it is alive. */
@NullMarked
package dev.loopkeeper.operator.monitor;

import org.jspecify.annotations.NullMarked;
