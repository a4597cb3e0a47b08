/** Stand-ins for the coordinators of many jobs, whose pods are simulated (K25). */
package dev.loopkeeper.e2e.scale;
