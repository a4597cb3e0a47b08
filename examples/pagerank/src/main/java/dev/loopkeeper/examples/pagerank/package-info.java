/** PageRank in rounds. */
package dev.loopkeeper.examples.pagerank;
