package io.grism.exec.remote;

import org.jspecify.annotations.Nullable;

/**
 * A block that a query keeps in the cluster.
 *
 * @param maker the task whose rows it holds, or null for one that the driver has put there
 * @param node that holds it, or "" for the driver's own
 */
record KeptBlock(Block block, @Nullable RemoteTask maker, String node) {}
