/**
 * Names, scopes and types of SQL and of graph patterns; SqlNode to RelNode.
 *
 * <p>May use: parser, catalog, type, rel.
 */
@NullMarked
package io.grism.calcite.validate;

import org.jspecify.annotations.NullMarked;
