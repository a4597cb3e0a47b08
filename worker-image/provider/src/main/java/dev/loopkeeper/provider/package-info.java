/**
 * What a coordinator and its provider of workers say to each other, version
 * {@value dev.loopkeeper.provider.ProviderProtocol#VERSION}: plain values, sent as JSON under the names of their components.
 *
 * <p>The coordinator owns regions, attempts and budgets; the provider (an operator on a cluster, the launcher on one machine)
 * owns processes. Each side ignores the fields it does not know, reads a missing list as empty and a missing optional value as
 * absent. Instants are ISO 8601 in UTC, durations milliseconds, enumerations their constants' names.
 */
@NullMarked
package dev.loopkeeper.provider;

import org.jspecify.annotations.NullMarked;
