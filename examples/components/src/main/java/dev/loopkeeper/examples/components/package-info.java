/** Connected components of a graph, asynchronously. */
package dev.loopkeeper.examples.components;
