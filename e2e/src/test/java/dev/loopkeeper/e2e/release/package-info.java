/** Builds the images and installs the chart. */
package dev.loopkeeper.e2e.release;
