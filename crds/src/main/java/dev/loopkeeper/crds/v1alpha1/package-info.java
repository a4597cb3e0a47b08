/**
 * The {@code IterativeJob} resource of {@code loopkeeper.dev/v1alpha1} as immutable records. The definition for Kubernetes is generated from
 * them, so their annotations are the schema: types, limits, defaults, rules and descriptions.
 *
 * <p>Components with a default in the schema are never null in a resource that came from the API server or from the reader of job files;
 * those that may be left out are marked nullable.
 */
@NullMarked
package dev.loopkeeper.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
