package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.runtime.StoreChunkReader;
import dev.loopkeeper.engine.runtime.StoreChunks;
import java.nio.file.Path;

/**
 * What all slots of a deployment share.
 *
 * @param bytesPerLog how much memory each feedback log may take, in bytes
 */
record DeployedRegion(
        WorkerConfig config,
        WorkerEnvironment environment,
        Plan plan,
        StoreChunks chunks,
        StoreChunkReader chunkReader,
        Path spillDirectory,
        long bytesPerLog) {}
