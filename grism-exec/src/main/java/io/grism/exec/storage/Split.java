package io.grism.exec.storage;

/**
 * A part of a table that one thread reads: rows {@code firstRow} up to {@code firstRow + rowCount}. The splits of a snapshot are
 * disjoint and complete.
 */
public record Split(long firstRow, long rowCount) {}
