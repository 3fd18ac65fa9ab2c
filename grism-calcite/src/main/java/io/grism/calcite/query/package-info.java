/**
 * A statement from text to result: prepare, plan, run; DDL, DML, COPY, EXPLAIN, SET.
 *
 * <p>May use: everything above.
 */
@NullMarked
package io.grism.calcite.query;

import org.jspecify.annotations.NullMarked;
