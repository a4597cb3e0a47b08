/** Tests of the chart, the operator and the images on a real cluster. */
package dev.loopkeeper.e2e;
