/** Rules about the code itself: who may use what. */
package dev.loopkeeper.engine.architecture;
