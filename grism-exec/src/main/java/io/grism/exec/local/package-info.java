/**
 * The in-process runtime: threads and queries.
 *
 * <p>May use: everything in this module.
 */
@NullMarked
package io.grism.exec.local;

import org.jspecify.annotations.NullMarked;
