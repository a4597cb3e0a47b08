/** The authority of each job and the certificates of its parts (K14). */
@NullMarked
package dev.loopkeeper.operator.certificate;

import org.jspecify.annotations.NullMarked;
