/** The S3 server of local runs: S3Proxy on a folder of this machine, with the guarantees that the engine needs and S3Proxy's disk store lacks. */
@NullMarked
package dev.loopkeeper.storage.embedded;

import org.jspecify.annotations.NullMarked;
