/** What a program is written against: dataflows, streams, loops, state, sources and sinks. */
package dev.loopkeeper.api;
