/** Carries steps out at the API server and at the coordinators. */
@NullMarked
package dev.loopkeeper.operator.act;

import org.jspecify.annotations.NullMarked;
