package io.grism.exec.operator;

/** One key of an order: an input column, its direction, and where NULLs stand. */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
