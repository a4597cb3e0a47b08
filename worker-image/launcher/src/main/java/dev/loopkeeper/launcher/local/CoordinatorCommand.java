package dev.loopkeeper.launcher.local;

import java.nio.file.Path;

/** Builds the command that starts a coordinator. */
@FunctionalInterface
public interface CoordinatorCommand {

    /**
     * The command of the coordinator's process, which calls {@link ParentWatch#start()} first.
     *
     * @param addressFile where it writes its address with {@link AddressFile#write} once it listens
     */
    ProcessCommand command(long epoch, Path addressFile);
}
