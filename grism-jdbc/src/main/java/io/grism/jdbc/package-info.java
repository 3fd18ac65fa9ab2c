/**
 * The JDBC driver: a thin adapter from java.sql, through Avatica, to the embedding API.
 *
 * <p>May use: io.grism.api, grism-exec's error and batch; nothing uses it.
 */
@NullMarked
package io.grism.jdbc;

import org.jspecify.annotations.NullMarked;
