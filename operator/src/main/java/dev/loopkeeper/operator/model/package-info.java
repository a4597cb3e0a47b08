/** How the objects of a job look: pure builders, which know nothing of the API server. */
@NullMarked
package dev.loopkeeper.operator.model;

import org.jspecify.annotations.NullMarked;
