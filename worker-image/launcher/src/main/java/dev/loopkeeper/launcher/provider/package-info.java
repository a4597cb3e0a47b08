/** The launcher's side of the provider interface: reading a coordinator's stream and posting observations to it. */
@NullMarked
package dev.loopkeeper.launcher.provider;

import org.jspecify.annotations.NullMarked;
