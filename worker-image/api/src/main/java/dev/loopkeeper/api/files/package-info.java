/** Text files as sources and as exactly-once sinks, on the local disk or in S3. */
@NullMarked
package dev.loopkeeper.api.files;

import org.jspecify.annotations.NullMarked;
