/**
 * Schemas, tables, views and property graphs of a snapshot as Calcite sees them.
 *
 * <p>May use: grism-parser, type.
 */
@NullMarked
package io.grism.calcite.catalog;

import org.jspecify.annotations.NullMarked;
