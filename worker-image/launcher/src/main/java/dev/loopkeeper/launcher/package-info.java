/** The loopkeeper command. */
package dev.loopkeeper.launcher;
