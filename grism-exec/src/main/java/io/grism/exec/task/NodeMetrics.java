package io.grism.exec.task;

/**
 * What one node of a plan has done.
 *
 * @param rows delivered
 * @param batches delivered
 * @param nanos spent in the node itself, without its inputs, summed over all drivers
 * @param peakBytes the most that it held between batches: hash tables, sort runs
 * @param drivers the most drivers that delivered its rows at a time
 */
public record NodeMetrics(long rows, long batches, long nanos, long peakBytes, int drivers) {}
