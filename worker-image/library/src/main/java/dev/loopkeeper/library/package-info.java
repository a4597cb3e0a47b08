/** Ready programs: graph, machine learning, streaming. */
package dev.loopkeeper.library;
