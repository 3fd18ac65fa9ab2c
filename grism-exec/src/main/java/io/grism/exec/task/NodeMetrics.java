package io.grism.exec.task;

/**
 * What one node of a plan has done.
 *
 * @param rows delivered
 * @param batches delivered
 * @param nanos spent in the node itself, without its inputs, summed over all drivers
 * @param peakBytes the most that it held between batches: hash tables, sort runs
 * @param candidates rows found in an index, of which the node delivers some; -1 when it looked none up
 * @param drivers the most drivers that delivered its rows at a time
 */
public record NodeMetrics(long rows, long batches, long nanos, long peakBytes, long candidates, int drivers) {}
