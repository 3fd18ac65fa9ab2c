package io.grism.exec.remote;

/**
 * How far a stage of a running query is.
 *
 * @param stage its id
 * @param tasks in all: one a partition
 * @param running tasks that have begun and not ended
 * @param done tasks that have ended; fewer again after a loss
 * @param rows that the ended tasks have made
 * @param bytes of them
 * @param attempts tasks begun in all: more than {@code tasks} after a loss
 */
public record StageProgress(int stage, int tasks, int running, int done, long rows, long bytes, int attempts) {}
