package dev.loopkeeper.launcher.command;

import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.snapshots.OpenedStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a store is; common to the commands that look into one. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StoreOptions {

    @Parameters(
            index = "0",
            paramLabel = "URI",
            description =
                    "s3://BUCKET/PREFIX, or the path of a work dir. Keys are taken from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the shared credentials file.")
    String address;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The address of the S3 service; otherwise AWS_ENDPOINT_URL.")
    @Nullable
    String endpoint;

    @Option(names = "--region", paramLabel = "NAME", description = "The region of the bucket; otherwise AWS_REGION.")
    @Nullable
    String region;

    OpenedStore open() throws BadInputException, IOException {
        return OpenedStore.open(address, endpoint, region, System.getenv());
    }
}
