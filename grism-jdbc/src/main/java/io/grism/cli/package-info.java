/**
 * The command line: the shell and the demo, over sqlline and the JDBC driver.
 *
 * <p>May use: io.grism.jdbc, sqlline; nothing uses it.
 */
@NullMarked
package io.grism.cli;

import org.jspecify.annotations.NullMarked;
