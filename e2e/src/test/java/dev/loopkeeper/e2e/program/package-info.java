/** What goes into the jar of a program of one's own. */
package dev.loopkeeper.e2e.program;
