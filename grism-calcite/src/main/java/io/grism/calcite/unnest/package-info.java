/** Sub-queries and LATERAL as joins: first every sub-query becomes a Correlate, then every Correlate a join. */
@NullMarked
package io.grism.calcite.unnest;

import org.jspecify.annotations.NullMarked;
