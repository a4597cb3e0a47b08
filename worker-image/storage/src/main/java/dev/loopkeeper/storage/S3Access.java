package dev.loopkeeper.storage;

/** How a client of the store proves who it is. */
public sealed interface S3Access permits S3Credentials, WebIdentity, ContainerCredentials {}
