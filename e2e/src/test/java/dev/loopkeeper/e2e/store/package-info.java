/** What the tests read from a store, whoever runs it. */
package dev.loopkeeper.e2e.store;
