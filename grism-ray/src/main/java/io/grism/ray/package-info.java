/**
 * Clusters of Ray: the host's side, which never loads Ray, and nodes on this machine.
 *
 * <p>May use: {@code io.grism.exec.remote}, {@code io.grism.exec.error}, {@code relay}, {@code worker}. {@code child} is started in a process of its own.
 */
@NullMarked
package io.grism.ray;

import org.jspecify.annotations.NullMarked;
