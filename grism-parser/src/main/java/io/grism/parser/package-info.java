/**
 * SQL text to SqlNode: Calcite's grammar with GRAPH_TABLE, DDL and COPY, and the node classes they give.
 *
 * <p>May use: grism-exec's error, Calcite.
 */
@NullMarked
package io.grism.parser;

import org.jspecify.annotations.NullMarked;
