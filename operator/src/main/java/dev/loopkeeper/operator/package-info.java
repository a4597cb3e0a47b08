/** The operator. README.md of this module says what is where. */
@NullMarked
package dev.loopkeeper.operator;

import org.jspecify.annotations.NullMarked;
