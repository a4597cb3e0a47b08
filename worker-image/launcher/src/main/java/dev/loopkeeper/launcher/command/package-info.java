/** What can be typed: the commands, their options, and what they print. */
@NullMarked
package dev.loopkeeper.launcher.command;

import org.jspecify.annotations.NullMarked;
