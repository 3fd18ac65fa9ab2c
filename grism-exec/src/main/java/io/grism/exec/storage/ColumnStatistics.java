package io.grism.exec.storage;

import org.jspecify.annotations.Nullable;

/**
 * Statistics of a column.
 *
 * @param nulls how many values are NULL
 * @param distinct how many different values there are, estimated
 * @param min the least value, boxed as {@link io.grism.exec.batch.TypeKind} names it; null when there is none or the type has no order
 * @param max the greatest
 */
public record ColumnStatistics(long nulls, double distinct, @Nullable Object min, @Nullable Object max) {}
