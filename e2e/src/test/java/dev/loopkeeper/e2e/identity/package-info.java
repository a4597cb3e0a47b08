/** A security token service and a store that know pods by their service accounts, on the machine that runs the tests (K16). */
package dev.loopkeeper.e2e.identity;
