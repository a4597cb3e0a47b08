/** An endless order line in which inspection sends failed orders back into the loop. */
package dev.loopkeeper.examples.rework;
