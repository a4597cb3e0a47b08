/** Rules about the project as a whole: which module may use which, and that its README is true. */
package dev.loopkeeper.project;
