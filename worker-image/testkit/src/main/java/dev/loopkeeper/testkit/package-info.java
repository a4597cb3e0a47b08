/** Runs a program in a unit test, in process, with injected failures. */
package dev.loopkeeper.testkit;
