/**
 * The coordinator's one HTTP port: the provider interface, status for people, metrics.
 *
 * <p>Everything but the two health endpoints answers 401 to whoever shows neither the token nor a certificate of the job. What
 * the coordinator is stays behind {@link dev.loopkeeper.engine.http.CoordinatorView}.
 */
@NullMarked
package dev.loopkeeper.engine.http;

import org.jspecify.annotations.NullMarked;
