/** Values to bytes and back, hashes of keys, and key groups. */
@NullMarked
package dev.loopkeeper.engine.codec;

import org.jspecify.annotations.NullMarked;
