/**
 * Who is who among the parts of a job on a cluster (K14): each has a certificate of the job's own authority, whose name says job and role. It is
 * this name that peers check, never a host's. Certificates are renewed while connections stand: their files are read at each handshake.
 */
@NullMarked
package dev.loopkeeper.engine.security;

import org.jspecify.annotations.NullMarked;
