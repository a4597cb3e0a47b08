/** What the operator knows of one job at one moment, as plain values: the input of every decision. */
@NullMarked
package dev.loopkeeper.operator.observe;

import org.jspecify.annotations.NullMarked;
