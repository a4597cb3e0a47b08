/** Files that jobs read and write, wherever they are. */
@NullMarked
package dev.loopkeeper.engine.files;

import org.jspecify.annotations.NullMarked;
