/** Values that a resource writes as text: Go-style durations and Kubernetes quantities. */
@NullMarked
package dev.loopkeeper.crds.value;

import org.jspecify.annotations.NullMarked;
