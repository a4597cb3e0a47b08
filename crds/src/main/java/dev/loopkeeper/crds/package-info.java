/** The IterativeJob resource: its model, its definition for Kubernetes, and the strict reader of job files. */
package dev.loopkeeper.crds;
