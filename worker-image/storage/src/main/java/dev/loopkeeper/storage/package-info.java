/** The S3 store behind the engine's ports, over MinIO's client; and, for local runs, the S3 server that it talks to. */
@NullMarked
package dev.loopkeeper.storage;

import org.jspecify.annotations.NullMarked;
