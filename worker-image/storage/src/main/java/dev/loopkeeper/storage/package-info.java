/** The S3 store and the embedded S3 server of local runs. */
package dev.loopkeeper.storage;
