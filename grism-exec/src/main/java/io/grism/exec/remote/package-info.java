/** Stages run by executors in other processes: what an executor does, what it is told, and the driver that tells it. Knows no cluster product. */
@NullMarked
package io.grism.exec.remote;

import org.jspecify.annotations.NullMarked;
